namespace PostModern.Arrow.Arrays;

/// <summary>Bits in Arrow's order: least significant first.</summary>
public static class BitMap
{
    /// <summary>Bytes that hold <paramref name="bits"/> bits.</summary>
    public static int ByteCount(int bits) => (bits + 7) >> 3;

    public static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;

    public static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));

    public static void Clear(Span<byte> bits, int index) => bits[index >> 3] &= (byte)~(1 << (index & 7));
}
