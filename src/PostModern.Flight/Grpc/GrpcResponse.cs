using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Grpc;

/// <summary>The server's side of a call: headers, messages, and the trailers with the status. Disposing before the end cancels the call.</summary>
public sealed class GrpcResponse : IAsyncDisposable
{
    private readonly HttpResponseMessage _http;
    private readonly CallScope _call;
    private readonly Stream _stream;
    private readonly GrpcInput _input;
    private readonly FlightDataReader _frames;
    private bool _ended;
    private int _isDisposed;

    private GrpcResponse(HttpResponseMessage http, CallScope call, Stream stream)
    {
        _http = http;
        _call = call;
        _stream = stream;
        _input = new GrpcInput(stream);
        _frames = new FlightDataReader(_input);
    }

    /// <summary>What the server sent before the first message.</summary>
    public IReadOnlyDictionary<string, string> Headers => ToDictionary(_http.Headers);

    /// <summary>What the server sent after the last message; empty until the end is reached.</summary>
    public IReadOnlyDictionary<string, string> Trailers => ToDictionary(_http.TrailingHeaders);

    /// <summary>The next message.</summary>
    /// <returns>Null at the end of a call that succeeded.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
        => GuardAsync(token => _input.ReadMessageAsync(parser, token), cancellationToken);

    /// <summary>The next message of a call that streams Arrow data; the caller disposes it.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<FlightDataFrame?> ReadFrameAsync(CancellationToken cancellationToken) =>
        GuardAsync(_frames.ReadAsync, cancellationToken);

    /// <summary>Expects nothing more than the status.</summary>
    /// <exception cref="RpcException">The call failed, or another message came.</exception>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        if (!_ended && await GuardAsync(NextAsync, cancellationToken) is not null)
        {
            throw new RpcException(GrpcStatusCode.Internal, "The server sent more messages than the call has.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (!_ended)
        {
            // RST_STREAM: the server stops working on an answer that nobody reads.
            _call.Cancel();
        }

        await _stream.DisposeAsync();
        _http.Dispose();
        _call.Dispose();
    }

    internal static async Task<GrpcResponse> StartAsync(HttpResponseMessage http, CallScope call)
    {
        if (http.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcException(ResponseStatus.Of(http.StatusCode), $"The server answered HTTP {(int)http.StatusCode} instead of gRPC.");
        }

        // Trailers-only: the failure is in the headers.
        ResponseStatus.ThrowUnlessOk(http.Headers, isRequired: false);
        return new GrpcResponse(http, call, await http.Content.ReadAsStreamAsync(call.Token));
    }

    private static Dictionary<string, string> ToDictionary(HttpResponseHeaders headers) =>
        headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);

    private async ValueTask<object?> NextAsync(CancellationToken cancellationToken) => await _input.NextMessageAsync(cancellationToken);

    /// <summary>Runs one read under both tokens; a null answer is the end, where the status is.</summary>
    private async Task<T?> GuardAsync<T>(Func<CancellationToken, ValueTask<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_ended)
        {
            return null;
        }

        using var linked = _call.Link(cancellationToken);
        try
        {
            if (await read(linked.Token) is { } message)
            {
                return message;
            }
        }
        catch (Exception e) when (e is not RpcException && !cancellationToken.IsCancellationRequested)
        {
            throw _call.Translate(e);
        }

        _ended = true;
        ResponseStatus.ThrowUnlessOk(_http.TrailingHeaders, isRequired: true);
        return null;
    }
}
