using System.Diagnostics;

namespace PostModern.Lake.Http;

/// <summary>The time that one link may still take: its redirects and retries share it.</summary>
internal sealed class TimeBudget(TimeSpan total)
{
    private readonly TimeBudget? _whole;
    private TimeSpan _left = total;

    private TimeBudget(TimeBudget whole)
        : this(whole.Left / 3) => _whole = whole;

    public TimeSpan Left => _left > TimeSpan.Zero ? _left : TimeSpan.Zero;

    /// <summary>A third of it for a first try, whose time counts here, too.</summary>
    public TimeBudget Third() => new(this);

    /// <summary>Runs something that counts, for as long as is left and no longer than <paramref name="most"/>.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public async Task<T> SpendAsync<T>(TimeSpan most, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var limit = most < Left ? most : Left;
        var start = Stopwatch.GetTimestamp();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            return await work(timer.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limit.TotalSeconds:0.#} seconds");
        }
        finally
        {
            Take(Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Waits for a time that is left.</summary>
    public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Take(time);
        return Task.Delay(time, cancellationToken);
    }

    private void Take(TimeSpan time)
    {
        _left -= time;
        _whole?.Take(time);
    }
}
