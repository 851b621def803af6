using PostModern.DuckDb;

namespace PostModern.Engine.Sessions;

/// <summary>A connection for one statement.</summary>
internal sealed class ConnectionLease(Connection connection, bool isOwn, Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public Connection Connection { get; } = connection;

    /// <summary>Whether it is the session's own, which has its temporary tables.</summary>
    public bool IsOwn { get; } = isOwn;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
