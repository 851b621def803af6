using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>One client's session: the engine's session and what the protocol keeps beside it. Closed when its last call ends.</summary>
internal sealed class ClientSession(string key, Session engine, bool isBoundToConnection) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private int _calls;
    private bool _isClosed;
    private long _lastUse = Environment.TickCount64;
    private volatile bool _isBoundToConnection = isBoundToConnection;

    /// <summary>How calls find it: a token, a cookie's value or a connection.</summary>
    public string Key { get; } = key;

    /// <summary>The session id as clients see it, in a cookie; as good as a password.</summary>
    public string CookieValue { get; } = Guid.NewGuid().ToString("N");

    public Session Engine { get; } = engine;

    /// <summary>Whose it is; nobody else gets in. Null when the client gave no name.</summary>
    public string? User { get; init; }

    public PreparedHandles Prepared { get; } = new();

    public PlannedStatements Planned { get; } = new();

    public ReturnedResults Returned { get; } = new();

    public BackgroundStatements Background { get; } = new();

    /// <summary>Cancelled when the session is closed under running calls.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Whether it dies with its HTTP/2 connection; no longer once the client has shown that it keeps the cookie.</summary>
    public bool IsBoundToConnection => _isBoundToConnection;

    public void Outlive() => _isBoundToConnection = false;

    /// <summary>Begins a call.</summary>
    /// <returns>False when the session has been closed meanwhile.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _calls++;
            return true;
        }
    }

    /// <summary>Ends a call.</summary>
    public async Task LeaveAsync()
    {
        bool isLast;
        lock (_lock)
        {
            _lastUse = Environment.TickCount64;
            isLast = --_calls == 0 && _isClosed;
        }

        if (isLast)
        {
            await ReleaseAsync();
        }
    }

    public bool IsIdleFor(TimeSpan time)
    {
        lock (_lock)
        {
            return _calls == 0 && Environment.TickCount64 - _lastUse >= time.TotalMilliseconds;
        }
    }

    /// <summary>Lets no further call in and stops the running ones; resources go with the last of them.</summary>
    public async ValueTask DisposeAsync()
    {
        bool isIdle;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            isIdle = _calls == 0;
        }

        await _closing.CancelAsync();
        if (isIdle)
        {
            await ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        await Prepared.DisposeAsync();
        await Planned.DisposeAsync();
        Returned.Dispose();
        await Background.DisposeAsync();
        await Engine.DisposeAsync();
        _closing.Dispose();
    }
}
