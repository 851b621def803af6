using System.Buffers;
using System.Runtime.InteropServices;
using PostModern.Arrow.Memory;

namespace PostModern.Arrow.CData;

/// <summary>What keeps one exported array's buffers in place until its release callback: pins, copies, and the batch's owner.</summary>
internal sealed unsafe class ExportedArray : IDisposable
{
    // What empty buffers point at: consumers may read the first offset of an empty array.
    private static readonly NativeBuffer Zeros = NativeBuffer.Allocate(NativeBuffer.Alignment, zeroed: true);
    private readonly SharedOwner _owner;
    private readonly NativeBufferSet _held = new();
    private readonly void* _block;
    private GCHandle _self;

    /// <param name="owner">Released with this array.</param>
    /// <param name="blockBytes">Native bytes for the structs and pointers of the array.</param>
    public ExportedArray(SharedOwner owner, int blockBytes)
    {
        _owner = owner;
        _owner.Acquire();
        _block = NativeMemory.AllocZeroed((nuint)Math.Max(blockBytes, 1));
        _self = GCHandle.Alloc(this);
    }

    public byte* Block => (byte*)_block;

    /// <summary>What the callback finds this object by.</summary>
    public void* PrivateData => (void*)GCHandle.ToIntPtr(_self);

    public static ExportedArray From(void* privateData) => (ExportedArray)GCHandle.FromIntPtr((nint)privateData).Target!;

    /// <summary>A buffer's address, fixed until Dispose. One off the 8-byte grid (from a network body) is copied: C code may rely on it.</summary>
    public void* Hold(ReadOnlyMemory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return (void*)Zeros.Address;
        }

        var pin = buffer.Pin();
        if ((nint)pin.Pointer % sizeof(long) == 0)
        {
            return _held.Add(new Pinned(pin)).Pointer;
        }

        pin.Dispose();
        var copy = _held.Allocate(buffer.Length);
        buffer.Span.CopyTo(copy.GetSpan());
        return (void*)copy.Address;
    }

    public void Dispose()
    {
        _held.Dispose();
        NativeMemory.Free(_block);
        _self.Free();
        _owner.Release();
    }

    /// <summary>A handle in a reference type, so that a set can own it.</summary>
    private sealed class Pinned(MemoryHandle handle) : IDisposable
    {
        private MemoryHandle _handle = handle;

        public void* Pointer => _handle.Pointer;

        public void Dispose() => _handle.Dispose();
    }
}
