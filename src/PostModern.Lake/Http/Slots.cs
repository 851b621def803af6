using System.Diagnostics.CodeAnalysis;

namespace PostModern.Lake.Http;

/// <summary>Lets so many in at a time.</summary>
/// <param name="most">How many.</param>
/// <param name="patience">
/// For how long a caller waits while nobody leaves. Then it goes in nevertheless: who waits inside for the caller, or for a client that has
/// stopped reading, must not stop everybody else.
/// </param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
internal sealed class Slots(int most, TimeSpan patience)
{
    private readonly SemaphoreSlim _free = new(most, most);
    private long _lastLeft = Environment.TickCount64;

    /// <summary>Waits for a place, which the result gives back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        while (!await _free.WaitAsync(patience, cancellationToken))
        {
            if (Environment.TickCount64 - Volatile.Read(ref _lastLeft) >= patience.TotalMilliseconds)
            {
                return new Slot(this, isCounted: false);
            }
        }

        return new Slot(this, isCounted: true);
    }

    private sealed class Slot(Slots slots, bool isCounted) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, true))
            {
                return;
            }

            Volatile.Write(ref slots._lastLeft, Environment.TickCount64);
            if (isCounted)
            {
                slots._free.Release();
            }
        }
    }
}
