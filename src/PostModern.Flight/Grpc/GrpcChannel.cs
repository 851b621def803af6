using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace PostModern.Flight.Grpc;

/// <summary>gRPC calls to one server over HTTP/2: plain text with prior knowledge for http:, TLS for https:.</summary>
/// <remarks>Safe for concurrent use; all calls share one connection until the server's stream limit asks for another.</remarks>
public sealed class GrpcChannel : IDisposable
{
    private readonly HttpMessageInvoker _http;

    /// <param name="address"><c>http://host:port</c> or <c>https://host:port</c>.</param>
    /// <param name="connectTimeout">How long reaching the server may take.</param>
    /// <param name="tls">Whom to trust, for an https: address; null trusts what the system trusts.</param>
    public GrpcChannel(Uri address, TimeSpan? connectTimeout = null, ChannelTls? tls = null)
    {
        Address = address;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1024 * 1024,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };
        if (tls is not null)
        {
            handler.SslOptions = tls.ToOptions();
        }

        _http = new HttpMessageInvoker(handler);
    }

    public Uri Address { get; }

    /// <summary>Headers of every call, such as <c>authorization</c>; lower-case names.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>One message there, one back.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    public async Task<TResponse> UnaryAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, GrpcCallOptions? options, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>
    {
        await using var response = await ServerStreamingAsync(method, request, options, cancellationToken);
        var message = await response.ReadAsync(parser, cancellationToken);
        await response.ReadToEndAsync(cancellationToken);
        return message ?? throw new RpcException(GrpcStatusCode.Internal, $"The server answered {method} without a message.");
    }

    /// <summary>One message there, a stream back.</summary>
    /// <exception cref="RpcException">The call failed at once; later failures come from reading the response.</exception>
    public async Task<GrpcResponse> ServerStreamingAsync(
        string method, IMessage request, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>(GrpcMessages.PrefixLength + request.CalculateSize());
        frame.WriteMessage(request);
        var call = new CallScope(options, cancellationToken);
        try
        {
            return await SendAsync(method, new ReadOnlyMemoryContent(frame.WrittenMemory), call);
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    /// <summary>A stream there, a stream back, at the same time.</summary>
    public GrpcDuplexCall Duplex(string method, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var call = new CallScope(options, cancellationToken);
        var content = new DuplexContent();
        return new GrpcDuplexCall(content, SendAsync(method, content, call), call);
    }

    public void Dispose() => _http.Dispose();

    private async Task<GrpcResponse> SendAsync(string method, HttpContent content, CallScope call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        AddHeaders(request, call.Options);
        try
        {
            var response = await _http.SendAsync(request, call.Token);
            return await GrpcResponse.StartAsync(response, call);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw call.Translate(e, Address);
        }
    }

    private void AddHeaders(HttpRequestMessage request, GrpcCallOptions options)
    {
        foreach (var (name, value) in Headers.Concat(options.Headers ?? new Dictionary<string, string>()))
        {
            // The later of two wins: a call's own header overrides the channel's.
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (options.Timeout is { } timeout)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Format(timeout));
        }
    }
}
