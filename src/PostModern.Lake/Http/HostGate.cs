namespace PostModern.Lake.Http;

/// <summary>Everything that goes to one host goes through here, so that the host is not bothered.</summary>
internal sealed class HostGate(HttpOptions options)
{
    private readonly Slots _slots = new(options.PerHost, options.Timeout);
    private readonly Lock _lock = new();
    private readonly long _interval = options.RequestsPerSecond is { } rate ? (long)(1000 / rate) : 0;
    private long _next;
    private bool _refusesHead;

    public HostHealth Health { get; } = new();

    /// <summary>Requests under way and waiting; guarded by <see cref="HostGates"/>.</summary>
    public int Users { get; set; }

    /// <summary>Whether HEAD was refused where GET then worked.</summary>
    public bool RefusesHead
    {
        get => Volatile.Read(ref _refusesHead);
        set => Volatile.Write(ref _refusesHead, value);
    }

    /// <summary>Whether nothing about the host needs to be remembered.</summary>
    public bool IsIdle => Users == 0 && Environment.TickCount64 >= Volatile.Read(ref _next);

    /// <summary>Waits for a turn, which the result ends.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var slot = await _slots.EnterAsync(cancellationToken);
        try
        {
            while (Wait() is var wait and > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(wait), cancellationToken);
            }

            return slot;
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    /// <summary>Lets nobody start for a while: the host said that it is asked too much.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_lock)
        {
            _next = Math.Max(_next, Environment.TickCount64 + (long)time.TotalMilliseconds);
        }
    }

    /// <summary>Takes the turn, if it is time; else how many milliseconds it takes until then.</summary>
    private long Wait()
    {
        lock (_lock)
        {
            var now = Environment.TickCount64;
            if (now < _next)
            {
                return _next - now;
            }

            _next = now + _interval;
            return 0;
        }
    }
}
