using System.Numerics;
using PostModern.Arrow.Memory;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Turns DuckDB's validity masks into Arrow's. Both have a bit a row, 1 = valid, least significant first.</summary>
internal sealed unsafe class ValidityReader : IDisposable
{
    private readonly BitBuffer _bits = new();
    private int _length;

    /// <summary>Nulls so far; bits are kept from the first one on.</summary>
    public int NullCount { get; private set; }

    /// <param name="mask">Null when no row of the vector is null.</param>
    /// <param name="start">The vector's first row to take.</param>
    /// <param name="count">How many.</param>
    public void Append(ulong* mask, int start, int count)
    {
        if (mask is null)
        {
            AppendValid(count);
            return;
        }

        for (var i = 0; i < count; i += 64)
        {
            var n = Math.Min(64, count - i);
            AppendWord(Take(mask, start + i, n), n);
        }
    }

    /// <summary>Hands the bits over, null when no row is null, and starts empty.</summary>
    public NativeBuffer? Build()
    {
        var bits = NullCount == 0 ? null : _bits.Build();
        _length = 0;
        NullCount = 0;
        return bits;
    }

    public void Dispose() => _bits.Dispose();

    private void AppendWord(ulong word, int count)
    {
        var nulls = count - BitOperations.PopCount(word);
        if (nulls != 0 && NullCount == 0)
        {
            _bits.AppendOnes(_length);
        }

        NullCount += nulls;
        _length += count;
        if (NullCount != 0)
        {
            _bits.Append(word, count);
        }
    }

    private void AppendValid(int count)
    {
        _length += count;
        if (NullCount != 0)
        {
            _bits.AppendOnes(count);
        }
    }

    private static ulong Take(ulong* mask, int at, int count)
    {
        var shift = at & 63;
        var word = mask[at >> 6] >> shift;
        if (shift + count > 64)
        {
            word |= mask[(at >> 6) + 1] << (64 - shift);
        }

        return count == 64 ? word : word & ((1UL << count) - 1);
    }
}
