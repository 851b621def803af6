using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>What runs on a connection: one command with its reader, and one transaction, at a time.</summary>
internal sealed class ConnectionActivity
{
    private RunningCommand? _running;
    private PostModernTransaction? _transaction;

    /// <summary>The open reader of the command that runs.</summary>
    public PostModernDataReader? Reader { get; set; }

    public bool HasTransaction => _transaction is not null;

    /// <summary>Takes the session for one command.</summary>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    public void Begin(RunningCommand running)
    {
        if (Interlocked.CompareExchange(ref _running, running, null) is not null)
        {
            throw Busy();
        }
    }

    /// <exception cref="InvalidOperationException">The session is taken.</exception>
    public void ThrowIfBusy()
    {
        if (_running is not null)
        {
            throw Busy();
        }
    }

    public void End(RunningCommand running)
    {
        Reader = null;
        Interlocked.CompareExchange(ref _running, null, running);
    }

    /// <summary>Runs something of the connection's own.</summary>
    /// <exception cref="InvalidOperationException">The session is taken.</exception>
    public async Task<T> RunAsync<T>(
        ServerSession session, TimeSpan timeout, Func<ServerSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var running = new RunningCommand(timeout);
        Begin(running);
        try
        {
            return await running.StepAsync(() => work(session, running.Token), cancellationToken);
        }
        finally
        {
            End(running);
        }
    }

    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public PostModernTransaction Enter(PostModernTransaction transaction) =>
        Interlocked.CompareExchange(ref _transaction, transaction, null) is null
            ? transaction
            : throw new InvalidOperationException("The connection has a transaction already; commit it or roll it back first, or use savepoints.");

    public void Leave(PostModernTransaction transaction) => Interlocked.CompareExchange(ref _transaction, null, transaction);

    /// <summary>Closes the reader, if any, so that another command can run.</summary>
    public async Task CloseReaderAsync()
    {
        if (Reader is { } reader)
        {
            Reader = null;
            await reader.CloseAsync();
        }
    }

    /// <summary>Ends everything. What the transaction has done goes when the session is reset.</summary>
    public async Task StopAsync(ServerSession session)
    {
        await CloseReaderAsync();
        Interlocked.Exchange(ref _running, null)?.Cancel();
        if (Interlocked.Exchange(ref _transaction, null) is { } transaction)
        {
            session.HasTraces = true;
            transaction.End();
        }
    }

    private static InvalidOperationException Busy() => new(
        "Another command is still running on this connection, or its reader is open: dispose the reader, or use a second connection.");
}
