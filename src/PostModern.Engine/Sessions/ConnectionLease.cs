using PostModern.DuckDb;

namespace PostModern.Engine.Sessions;

/// <summary>A connection for one statement.</summary>
internal sealed class ConnectionLease(Connection connection, Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public Connection Connection { get; } = connection;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
