namespace PostModern.Arrow.Memory;

/// <summary>Owns several things that live and die together: the buffers of one batch.</summary>
public sealed class NativeBufferSet : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();

    /// <summary>Allocates a buffer that dies with the set.</summary>
    public NativeBuffer Allocate(int length, bool zeroed = false) => Add(NativeBuffer.Allocate(length, zeroed));

    /// <summary>Takes ownership.</summary>
    public T Add<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    /// <summary>Frees everything, last added first.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }
}
