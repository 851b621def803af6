namespace PostModern.Models.Remote;

/// <summary>How fast a server is asked: as its limits say, and slower once it complains. Safe for concurrent use.</summary>
/// <param name="limits">The limits to begin with.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RequestPace(RemoteLimits limits, TimeProvider clock)
{
    // So much of a minute's requests may be made at once: servers count over minutes, not over moments.
    private const double Burst = 1.0 / 6;
    private const double Minute = 60;
    private const double Slowest = 1;

    private readonly Lock _lock = new();
    private readonly Queue<double> _made = new();
    private double? _requests = limits.RequestsPerMinute;
    private double _nextRequest;
    private double _nextTokens;
    private double _closedUntil;

    /// <summary>Requests a minute at present; null for any number.</summary>
    public double? RequestsPerMinute
    {
        get
        {
            lock (_lock)
            {
                return _requests;
            }
        }
    }

    /// <summary>Takes a request's place in line.</summary>
    /// <param name="tokens">About how many tokens question and answer have.</param>
    /// <returns>How long to wait before it is made.</returns>
    public TimeSpan Take(long tokens)
    {
        lock (_lock)
        {
            var now = Now();
            var wait = Math.Max(0, _closedUntil - now);
            if (_requests is { } requests)
            {
                wait = Math.Max(wait, Advance(ref _nextRequest, now, Minute / requests));
            }

            if (limits.TokensPerMinute is { } most)
            {
                wait = Math.Max(wait, Advance(ref _nextTokens, now, tokens * Minute / most));
            }

            Remember(now + wait);
            return TimeSpan.FromSeconds(wait);
        }
    }

    /// <summary>The server was asked too much: all requests wait, and then come at half the pace.</summary>
    public void Slow(TimeSpan wait)
    {
        lock (_lock)
        {
            var now = Now();
            if (now >= _closedUntil)
            {
                // Of several complaints about the same burst one counts.
                _requests = Math.Max(Slowest, Math.Min(_requests ?? double.MaxValue, Observed(now)) / 2);
            }

            _closedUntil = Math.Max(_closedUntil, now + wait.TotalSeconds);
        }
    }

    /// <summary>The server answered: the pace comes back, a twentieth a request.</summary>
    public void Quicken()
    {
        lock (_lock)
        {
            if (_requests is { } requests && requests < (limits.RequestsPerMinute ?? double.MaxValue))
            {
                _requests = Math.Min(requests * 1.05, limits.RequestsPerMinute ?? double.MaxValue);
            }
        }
    }

    private static double Advance(ref double next, double now, double seconds)
    {
        var allowance = Minute * Burst;
        next = Math.Max(next, now - allowance) + seconds;
        return Math.Max(0, next - seconds - now);
    }

    /// <summary>Requests a minute, as they were made lately.</summary>
    private double Observed(double now) => _made.TryPeek(out var oldest) ? _made.Count * Minute / Math.Max(1, now - oldest) : Minute;

    /// <summary>The requests of the last minute, from which the pace is known that was too fast.</summary>
    private void Remember(double when)
    {
        _made.Enqueue(when);
        while (_made.TryPeek(out var oldest) && oldest < when - Minute)
        {
            _made.Dequeue();
        }
    }

    private double Now() => clock.GetElapsedTime(0).TotalSeconds;
}
