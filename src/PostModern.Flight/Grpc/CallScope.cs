namespace PostModern.Flight.Grpc;

/// <summary>How long a call lives: the caller's token, the deadline, and what either means when it strikes.</summary>
internal sealed class CallScope : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _callerToken;

    public CallScope(GrpcCallOptions? options, CancellationToken callerToken)
    {
        Options = options ?? GrpcCallOptions.Default;
        _callerToken = callerToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(callerToken);
        if (Options.Timeout is { } timeout)
        {
            _source.CancelAfter(timeout);
        }
    }

    public GrpcCallOptions Options { get; }

    public CancellationToken Token => _source.Token;

    /// <summary>A token for one read: the call's, or the read's own.</summary>
    public CancellationTokenSource Link(CancellationToken readToken) => CancellationTokenSource.CreateLinkedTokenSource(Token, readToken);

    public void Cancel() => _source.Cancel();

    /// <summary>What the caller should see instead of a transport's exception.</summary>
    public Exception Translate(Exception e, Uri? address = null) => e switch
    {
        OperationCanceledException when _callerToken.IsCancellationRequested => e,
        OperationCanceledException when Options.Timeout is not null && Token.IsCancellationRequested =>
            new RpcException(GrpcStatusCode.DeadlineExceeded, $"The call took longer than its time-out of {Options.Timeout}.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            new RpcException(GrpcStatusCode.Unavailable, $"Can't connect to {address}: {e.Message}", e),
        HttpRequestException or HttpIOException or IOException =>
            new RpcException(GrpcStatusCode.Unavailable, $"The connection to the server broke: {e.Message}", e),
        _ => e,
    };

    public void Dispose() => _source.Dispose();
}
