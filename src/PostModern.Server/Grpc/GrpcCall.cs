using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostModern.Flight.Grpc;
using PostModern.Server.Auth;

namespace PostModern.Server.Grpc;

/// <summary>One call as the server sees it: the request's headers and messages, the response's, and how long it may take.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly HttpContext _http;
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _cancelled;

    public GrpcCall(HttpContext http)
    {
        _http = http;
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _deadline.Token);
        Input = new GrpcInput(http.Request.Body);
        if (Header("grpc-timeout") is { } value && GrpcTimeout.TryParse(value, out var timeout) && timeout < TimeSpan.FromDays(1))
        {
            _deadline.CancelAfter(timeout);
        }

        http.Response.ContentType = GrpcContent.Type;
        SetHeader("grpc-accept-encoding", "identity");
    }

    /// <summary>The client's messages.</summary>
    public GrpcInput Input { get; }

    /// <summary>Where messages are written; a flush returns when the client's window has room.</summary>
    public PipeWriter Output => _http.Response.BodyWriter;

    /// <summary>The client has gone or cancelled, or its deadline has passed.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Names the client's connection; the same for all calls on it.</summary>
    public string ConnectionId => _http.Connection.Id;

    /// <summary>The client's connection is gone.</summary>
    public CancellationToken ConnectionClosed => _http.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? default;

    /// <summary>What the call and its connection bring to show who calls.</summary>
    public Credentials Credentials =>
        new(Header("authorization"), ClientCertificates.NameOf(_http.Connection.ClientCertificate), ConnectionState<ConnectionLogins>());

    public string? Header(string name) => _http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Cookie(string name) => _http.Request.Cookies[name];

    /// <summary>Sets a header of the response; only before the first message.</summary>
    public void SetHeader(string name, string value) => _http.Response.Headers[name] = value;

    public void SetTrailer(string name, string value) => _http.Response.AppendTrailer(name, value);

    /// <summary>Sends the headers now, for a client that waits for them before it says anything.</summary>
    public async Task SendHeadersAsync()
    {
        await _http.Response.StartAsync(Cancelled);
        await Output.FlushAsync(Cancelled);
    }

    /// <summary>The only message of a call that has one.</summary>
    /// <exception cref="RpcException">InvalidArgument: there is none, or it doesn't parse.</exception>
    public async Task<T> ReadRequestAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
        => await Input.ReadMessageAsync(parser, Cancelled)
            ?? throw new RpcException(GrpcStatusCode.InvalidArgument, $"The call has no {typeof(T).Name}.");

    /// <summary>Sends one message.</summary>
    public async Task WriteAsync(IMessage message)
    {
        Output.WriteMessage(message);
        await Output.FlushAsync(Cancelled);
    }

    /// <summary>Ends the call well.</summary>
    public void Succeed() => SetTrailer("grpc-status", "0");

    /// <summary>Ends the call with an error: in the headers alone when nothing has been sent yet, else in the trailers.</summary>
    public void Fail(Exception error)
    {
        foreach (var (name, value) in GrpcErrors.Describe(error, _deadline.IsCancellationRequested).ToHeaders())
        {
            if (_http.Response.HasStarted)
            {
                SetTrailer(name, value);
            }
            else
            {
                SetHeader(name, value);
            }
        }
    }

    public void Dispose()
    {
        _cancelled.Dispose();
        _deadline.Dispose();
    }

    /// <summary>What all calls of this connection share, made by the first that asks.</summary>
    private T ConnectionState<T>()
        where T : class, new()
    {
        var items = _http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        lock (items)
        {
            if (!items.TryGetValue(typeof(T), out var state))
            {
                items[typeof(T)] = state = new T();
            }

            return (T)state!;
        }
    }
}
