namespace PostModern.DuckDb.Functions;

/// <summary>What functions called by DuckDB share with the connection whose statement calls them.</summary>
/// <remarks>
/// DuckDB carries only an error's text across its boundary. The exception itself waits here, on the connection that runs the
/// statement, until that statement reports its failure.
/// </remarks>
internal sealed class CallContext(ulong connectionId)
{
    private Exception? _failure;

    public ulong ConnectionId { get; } = connectionId;

    /// <summary>Who works for the statement that runs now.</summary>
    public WorkingThreads Working { get; } = new();

    /// <summary>Cancels the statement that runs now.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Starts a statement: failures of earlier ones are forgotten.</summary>
    public void Begin(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        Working.Begin();
        Interlocked.Exchange(ref _failure, null);
    }

    /// <summary>Keeps the first exception of a statement; several threads call at once, and the others only follow.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, null);

    /// <summary>The exception that the running statement's failure came from, if it was one of ours.</summary>
    public Exception? TakeFailure() => Interlocked.Exchange(ref _failure, null);
}
