using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostModern.Arrow.Arrays;

/// <summary>Managed bytes that grow by doubling while a column is built.</summary>
internal sealed class GrowableBuffer
{
    private const int FirstCapacity = 64;
    private byte[] _bytes = [];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The written bytes, open for patching.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

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

    public void AppendZeros(int count)
    {
        GetSpan(count)[..count].Clear();
        Length += count;
    }

    /// <summary>At least <paramref name="size"/> bytes to write to; follow with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int written) => Length += written;

    /// <summary>Hands the written bytes over and starts empty.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        ReadOnlyMemory<byte> taken = _bytes.AsMemory(0, Length);
        _bytes = [];
        Length = 0;
        return taken;
    }

    private void Grow(int size)
    {
        var needed = checked(Length + size);
        var doubled = (int)Math.Min(Array.MaxLength, Math.Max(FirstCapacity, 2L * _bytes.Length));
        var grown = GC.AllocateUninitializedArray<byte>(Math.Max(needed, doubled));
        Written.CopyTo(grown);
        _bytes = grown;
    }
}
