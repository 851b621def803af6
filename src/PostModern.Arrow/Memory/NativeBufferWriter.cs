using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Memory;

/// <summary>Grows a <see cref="NativeBuffer"/> by doubling; owns it until <see cref="Build"/> hands it over.</summary>
/// <param name="capacity">Bytes to start with.</param>
public sealed class NativeBufferWriter(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private NativeBuffer _buffer = NativeBuffer.Allocate(capacity);

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The written bytes, open for patching; dead after the next growth.</summary>
    public Span<byte> Written => _buffer.GetSpan()[..Length];

    public void Append<T>(T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(GetSpan(Unsafe.SizeOf<T>()), in value);
        Length += Unsafe.SizeOf<T>();
    }

    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>At least <paramref name="sizeHint"/> bytes of undefined content to write to.</summary>
    /// <exception cref="ServerException">ResourceExhausted: the buffer would pass 2 GiB.</exception>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _buffer.GetSpan()[Length..];
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _buffer.Memory[Length..];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - Length));
        Length += count;
    }

    /// <summary>Hands the written bytes over: the caller owns them. The writer starts empty.</summary>
    public NativeBuffer Build()
    {
        var built = _buffer.Trim(Length);
        _buffer = NativeBuffer.Allocate(0);
        Length = 0;
        return built;
    }

    public void Dispose() => ((IDisposable)_buffer).Dispose();

    private void EnsureRoom(int size)
    {
        if (_buffer.Length - Length >= size)
        {
            return;
        }

        var needed = Length + (long)size;
        if (needed > Array.MaxLength)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, "A column of one batch is larger than 2 GiB; send fewer rows a batch.");
        }

        _buffer = _buffer.Resize((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
    }
}
