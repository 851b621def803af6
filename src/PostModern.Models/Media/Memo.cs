namespace PostModern.Models.Media;

/// <summary>Keeps what was made last, so that several functions of a statement, or the rows of one container, share it.</summary>
/// <typeparam name="T">Disposed when it is dropped, if it is disposable.</typeparam>
/// <param name="capacity">What all values may weigh that nobody uses.</param>
/// <param name="most">How many values may be kept.</param>
/// <param name="weigh">What a value weighs.</param>
internal sealed class Memo<T>(long capacity, int most, Func<T, long> weigh) : IDisposable
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoSlot<T>> _slots = [];
    private long _uses;

    /// <summary>The value of that key, made if nobody has it: callers that come meanwhile wait for it.</summary>
    /// <param name="key">Null for a value that nobody else can ask for.</param>
    /// <param name="make">Makes it; a failure is not kept.</param>
    /// <param name="cancellationToken">Stops the waiting or making.</param>
    public async Task<MemoLease<T>> GetAsync(string? key, Func<CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        var slot = Take(key);
        try
        {
            await slot.Gate.WaitAsync(cancellationToken);
            try
            {
                slot.Value ??= await make(cancellationToken);
            }
            finally
            {
                slot.Gate.Release();
            }

            return new MemoLease<T>(slot.Value, () => Release(slot));
        }
        catch
        {
            Release(slot);
            throw;
        }
    }

    /// <summary>The value of that key if it is there.</summary>
    public MemoLease<T>? TryGet(string? key)
    {
        lock (_lock)
        {
            if (key is null || !_slots.TryGetValue(key, out var slot) || slot.Value is not { } value)
            {
                return null;
            }

            slot.Users++;
            return new MemoLease<T>(value, () => Release(slot));
        }
    }

    /// <summary>Drops what nobody uses.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Trim(0, 0);
        }
    }

    private MemoSlot<T> Take(string? key)
    {
        lock (_lock)
        {
            if (key is null || !_slots.TryGetValue(key, out var slot))
            {
                slot = new MemoSlot<T>(key);
                if (key is not null)
                {
                    _slots.Add(key, slot);
                }
            }

            slot.Users++;
            return slot;
        }
    }

    private void Release(MemoSlot<T> slot)
    {
        lock (_lock)
        {
            slot.Users--;
            slot.LastUse = ++_uses;
            if (slot.Users == 0 && (slot.Key is null || slot.Value is null))
            {
                Drop(slot);
            }

            Trim(capacity, most);
        }
    }

    private void Trim(long weight, int count)
    {
        var idle = _slots.Values.Where(s => s.Users == 0).OrderBy(s => s.LastUse).ToList();
        var kept = idle.Sum(s => weigh(s.Value!));
        foreach (var slot in idle)
        {
            if (kept <= weight && _slots.Count <= count)
            {
                return;
            }

            kept -= weigh(slot.Value!);
            Drop(slot);
        }
    }

    private void Drop(MemoSlot<T> slot)
    {
        if (slot.Key is not null)
        {
            _slots.Remove(slot.Key);
        }

        (slot.Value as IDisposable)?.Dispose();
    }
}
