using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostModern.Data.Readers;

/// <summary>Copies numbers that lie in the Arrow buffer just as the CLR wants them: an embedding is one memcpy.</summary>
internal static class PlainSpan<T>
{
    /// <summary>Null when the elements need conversion or one of them is null.</summary>
    public static T[]? TryCopy(ColumnReader items, int start, int length)
    {
        if (!items.IsPlain || items.ClrType != typeof(T) || RuntimeHelpers.IsReferenceOrContainsReferences<T>() || HasNull(items, start, length))
        {
            return null;
        }

        var values = new T[length];
        var bytes = Bytes(values);
        items.Column.Buffers[0].Span.Slice((items.Column.Offset + start) * Unsafe.SizeOf<T>(), bytes.Length).CopyTo(bytes);
        return values;
    }

    // Spelled out, because a cast that the compiler can't check isn't worth the lines that it saves.
    private static Span<byte> Bytes(T[] values) => values switch
    {
        float[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        double[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        Half[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        sbyte[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        byte[] items => items,
        short[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        ushort[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        int[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        uint[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        long[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        ulong[] items => MemoryMarshal.AsBytes(items.AsSpan()),
        _ => throw new InvalidOperationException($"{typeof(T)} is not a number that Arrow stores as the CLR does."),
    };

    private static bool HasNull(ColumnReader items, int start, int length)
    {
        if (items.Column.Validity.IsEmpty || items.Column.NullCount == 0)
        {
            return false;
        }

        for (var i = start; i < start + length; i++)
        {
            if (items.IsNull(i))
            {
                return true;
            }
        }

        return false;
    }
}
