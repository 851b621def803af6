using System.Text;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>The sessions of one connection string or data source: those in use, and those that wait for the next connection.</summary>
/// <remarks>
/// A session comes back like new: the server has rolled back what was open and dropped temporary tables and options. The last one given back is the
/// first one taken, so that those that aren't needed grow old.
/// </remarks>
internal sealed class SessionPool : IAsyncDisposable
{
    private static readonly TimeSpan PruningInterval = TimeSpan.FromSeconds(10);

    private readonly Func<CancellationToken, Task<ServerSession>> _open;
    private readonly PoolLimits _limits;
    private readonly SemaphoreSlim _places;
    private readonly CompositeFormat _exhausted;
    private readonly Lock _lock = new();
    private readonly List<ServerSession> _idle = [];
    private readonly HashSet<ServerSession> _current = [];
    private Timer? _pruning;
    private bool _isDisposed;

    /// <param name="open">Opens a session when none is idle.</param>
    /// <param name="limits">What to keep.</param>
    public SessionPool(Func<CancellationToken, Task<ServerSession>> open, PoolLimits limits)
    {
        _open = open;
        _limits = limits;
        _places = new SemaphoreSlim(limits.Most, limits.Most);
        _exhausted = CompositeFormat.Parse(
            $"No connection became free within {{0:0}} s: all {limits.Most} of the pool are in use. Dispose connections after use, or raise Max Pool Size.");
        SessionPools.Add(this);
    }

    /// <summary>Sessions that nobody uses.</summary>
    public int Idle
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>An idle session, or a new one; waits while as many are in use as the pool may have.</summary>
    public async Task<ServerSession> RentAsync(RunningCommand opening)
    {
        if (!_limits.IsPooling)
        {
            return await _open(opening.Token);
        }

        await WaitForPlaceAsync(opening);
        try
        {
            return await TakeAsync(opening.Token) ?? Remember(await _open(opening.Token));
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Takes a session back; one that is lost, too old or from before <see cref="ClearAsync"/> is closed.</summary>
    public async Task ReturnAsync(ServerSession session)
    {
        if (!_limits.IsPooling)
        {
            await session.DisposeAsync();
            return;
        }

        try
        {
            if (session.IsBroken)
            {
                // The others were opened by the same server.
                await ClearAsync();
            }

            if (!IsFit(session) || !await session.TryResetAsync() || !TryKeep(session))
            {
                await ForgetAsync([session]);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Closes the idle sessions now, and those in use when they come back.</summary>
    public async Task ClearAsync()
    {
        ServerSession[] idle;
        lock (_lock)
        {
            idle = [.. _idle];
            _idle.Clear();
            _current.Clear();
        }

        await ForgetAsync(idle);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _pruning?.Dispose();
        }

        SessionPools.Remove(this);
        await ClearAsync();
    }

    private async Task WaitForPlaceAsync(RunningCommand opening)
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return;
        }

        var message = opening.TimeoutMessage;
        opening.TimeoutMessage = _exhausted;
        await _places.WaitAsync(opening.Token);
        opening.TimeoutMessage = message;
    }

    private async Task<ServerSession?> TakeAsync(CancellationToken cancellationToken)
    {
        while (TakeIdle() is { } session)
        {
            try
            {
                if (IsFit(session))
                {
                    session.IsFresh = await session.SetUpAsync(cancellationToken);
                    return session;
                }
            }
            catch (Exception) when (session.IsBroken)
            {
                // The server may have been started anew since; a new login will tell.
            }
            catch
            {
                await ForgetAsync([session]);
                throw;
            }

            await ForgetAsync([session]);
        }

        return null;
    }

    private ServerSession? TakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
            {
                return null;
            }

            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private ServerSession Remember(ServerSession session)
    {
        lock (_lock)
        {
            _current.Add(session);
        }

        return session;
    }

    private bool TryKeep(ServerSession session)
    {
        lock (_lock)
        {
            if (_isDisposed || !_current.Contains(session))
            {
                return false;
            }

            _idle.Add(session);
            _pruning ??= new Timer(static self => _ = ((SessionPool)self!).PruneAsync(), this, PruningInterval, PruningInterval);
            return true;
        }
    }

    private bool IsFit(ServerSession session)
    {
        lock (_lock)
        {
            return !session.IsBroken && _current.Contains(session) && Age(session.Opened) < _limits.LifeTime;
        }
    }

    private Task PruneAsync()
    {
        ServerSession[] old;
        lock (_lock)
        {
            old = [.. _idle.Take(Math.Max(0, _idle.Count - _limits.Least)).Where(session => Age(session.Released) >= _limits.IdleTime)];
            _idle.RemoveAll(old.Contains);
        }

        return ForgetAsync(old);
    }

    private async Task ForgetAsync(IReadOnlyList<ServerSession> sessions)
    {
        foreach (var session in sessions)
        {
            lock (_lock)
            {
                _current.Remove(session);
            }

            await session.DisposeAsync();
        }
    }

    private static TimeSpan Age(long since) => TimeSpan.FromMilliseconds(Environment.TickCount64 - since);
}
