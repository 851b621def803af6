using System.Buffers;

namespace PostModern.Arrow.CData;

/// <summary>An array that another library produced and that is now ours to release.</summary>
internal sealed unsafe class ImportedArray : IDisposable
{
    private ArrowArray _array;
    private int _released;

    /// <summary>Moves the array here: <paramref name="source"/> counts as released afterwards, as the interface wants it.</summary>
    public ImportedArray(ArrowArray* source)
    {
        _array = *source;
        source->Release = null;
    }

    /// <summary>The producer's memory as <see cref="Memory{T}"/>; dead after Dispose.</summary>
    public ReadOnlyMemory<byte> Borrow(void* pointer, long length) =>
        pointer == null || length == 0 ? default : new Borrowed(this, pointer, checked((int)length)).Memory;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
        {
            return;
        }

        fixed (ArrowArray* array = &_array)
        {
            array->Release(array);
        }
    }

    private sealed class Borrowed(ImportedArray owner, void* pointer, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(owner._released != 0, owner);
            return new Span<byte>(pointer, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ObjectDisposedException.ThrowIf(owner._released != 0, owner);
            return new MemoryHandle((byte*)pointer + elementIndex);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
