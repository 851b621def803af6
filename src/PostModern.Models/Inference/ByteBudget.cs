namespace PostModern.Models.Inference;

/// <summary>Bounds the memory of inputs that were fetched and not yet decoded.</summary>
public sealed class ByteBudget
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> _waiting = new();
    private readonly long _capacity;
    private long _free;

    /// <param name="capacity">Bytes; a single larger input takes all of it and goes alone.</param>
    public ByteBudget(long capacity) => _capacity = _free = capacity;

    /// <summary>Waits until that much is free, first come first served.</summary>
    /// <returns>What to give back to <see cref="Release"/>.</returns>
    public async ValueTask<long> AcquireAsync(long bytes)
    {
        var wanted = Math.Clamp(bytes, 0, _capacity);
        TaskCompletionSource granted;
        lock (_lock)
        {
            if (_waiting.Count == 0 && wanted <= _free)
            {
                _free -= wanted;
                return wanted;
            }

            granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((wanted, granted));
        }

        await granted.Task;
        return wanted;
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            while (_waiting.TryPeek(out var next) && next.Bytes <= _free)
            {
                _waiting.Dequeue();
                _free -= next.Bytes;
                next.Granted.SetResult();
            }
        }
    }
}
