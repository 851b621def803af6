using System.Buffers;
using System.Runtime.InteropServices;

namespace PostModern.Arrow.Memory;

/// <summary>Native memory, aligned to 64 bytes, whose owner must dispose it.</summary>
/// <remarks>
/// There is no finalizer on purpose: a span does not keep this object alive, so one could free the memory under a running loop.
/// Give the buffer to a <see cref="Arrays.RecordBatch"/> (through <see cref="NativeBufferSet"/> when there are several) or dispose it.
/// </remarks>
public sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    /// <summary>Bytes; a cache line, and what Arrow recommends for SIMD.</summary>
    public const int Alignment = 64;

    private static long s_allocatedBytes;
    private readonly int _capacity;
    private nint _pointer;

    private NativeBuffer(nint pointer, int length, int capacity)
    {
        _pointer = pointer;
        Length = length;
        _capacity = capacity;
    }

    /// <summary>Bytes in all buffers that are alive in this process; a test or a metric sees leaks here.</summary>
    public static long AllocatedBytes => Interlocked.Read(ref s_allocatedBytes);

    /// <summary>Usable bytes.</summary>
    public int Length { get; }

    /// <summary>The first byte, for a native call; valid until Dispose.</summary>
    public nint Address => _pointer;

    /// <summary>Allocates <paramref name="length"/> bytes; their content is undefined unless <paramref name="zeroed"/>.</summary>
    /// <exception cref="OutOfMemoryException">The system has none left.</exception>
    public static NativeBuffer Allocate(int length, bool zeroed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var pointer = NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment);
        Interlocked.Add(ref s_allocatedBytes, length);
        var buffer = new NativeBuffer((nint)pointer, length, length);
        if (zeroed)
        {
            buffer.GetSpan().Clear();
        }

        return buffer;
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_pointer == 0, this);
        return new Span<byte>((void*)_pointer, Length);
    }

    /// <summary>Native memory never moves, so pinning costs nothing and does not delay Dispose.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_pointer == 0, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)Length);
        return new MemoryHandle((byte*)_pointer + elementIndex);
    }

    public override void Unpin()
    {
    }

    /// <summary>Moves the content to a buffer of another size; this one is dead afterwards.</summary>
    internal NativeBuffer Resize(int length)
    {
        var pointer = Interlocked.Exchange(ref _pointer, 0);
        ObjectDisposedException.ThrowIf(pointer == 0, this);
        var moved = NativeMemory.AlignedRealloc((void*)pointer, (nuint)Math.Max(length, 1), Alignment);
        Interlocked.Add(ref s_allocatedBytes, length - _capacity);
        return new NativeBuffer((nint)moved, length, length);
    }

    /// <summary>The same memory with fewer usable bytes; this object is dead afterwards.</summary>
    internal NativeBuffer Trim(int length)
    {
        var pointer = Interlocked.Exchange(ref _pointer, 0);
        ObjectDisposedException.ThrowIf(pointer == 0, this);
        return new NativeBuffer(pointer, length, _capacity);
    }

    protected override void Dispose(bool disposing)
    {
        var pointer = Interlocked.Exchange(ref _pointer, 0);
        if (pointer != 0)
        {
            NativeMemory.AlignedFree((void*)pointer);
            Interlocked.Add(ref s_allocatedBytes, -_capacity);
        }
    }
}
