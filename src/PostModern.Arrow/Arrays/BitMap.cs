using System.Numerics;

namespace PostModern.Arrow.Arrays;

/// <summary>Bits in Arrow's order: least significant first.</summary>
public static class BitMap
{
    /// <summary>Bytes that hold <paramref name="bits"/> bits.</summary>
    public static int ByteCount(int bits) => (int)(((uint)bits + 7) >> 3);

    public static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;

    public static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));

    public static void Clear(Span<byte> bits, int index) => bits[index >> 3] &= (byte)~(1 << (index & 7));

    /// <summary>Sets <paramref name="count"/> bits from <paramref name="start"/> on.</summary>
    public static void SetRange(Span<byte> bits, int start, int count)
    {
        var at = start;
        var end = start + count;
        for (; at < end && (at & 7) != 0; at++)
        {
            Set(bits, at);
        }

        var wholeBytes = (end - at) >> 3;
        bits.Slice(at >> 3, wholeBytes).Fill(0xFF);
        for (at += 8 * wholeBytes; at < end; at++)
        {
            Set(bits, at);
        }
    }

    /// <summary>How many of the <paramref name="count"/> bits from <paramref name="start"/> on are 1.</summary>
    public static int CountSet(ReadOnlySpan<byte> bits, int start, int count)
    {
        var set = 0;
        var at = start;
        var end = start + count;
        for (; at < end && (at & 7) != 0; at++)
        {
            set += Get(bits, at) ? 1 : 0;
        }

        foreach (var whole in bits.Slice(at >> 3, (end - at) >> 3))
        {
            set += BitOperations.PopCount(whole);
        }

        for (at += (end - at) & ~7; at < end; at++)
        {
            set += Get(bits, at) ? 1 : 0;
        }

        return set;
    }

    /// <summary>Moves <paramref name="count"/> bits from <paramref name="start"/> to bit 0 of <paramref name="target"/>; the last byte's rest is 0.</summary>
    public static void Copy(ReadOnlySpan<byte> source, int start, int count, Span<byte> target)
    {
        var bytes = ByteCount(count);
        var from = source.Slice(start >> 3, ByteCount((start & 7) + count));
        var shift = start & 7;
        if (shift == 0)
        {
            from.CopyTo(target);
        }
        else
        {
            for (var i = 0; i < bytes; i++)
            {
                var high = i + 1 < from.Length ? from[i + 1] << (8 - shift) : 0;
                target[i] = (byte)(from[i] >> shift | high);
            }
        }

        if ((count & 7) != 0)
        {
            target[bytes - 1] &= (byte)((1 << (count & 7)) - 1);
        }
    }
}
