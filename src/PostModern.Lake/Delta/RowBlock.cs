using System.Numerics;

namespace PostModern.Lake.Delta;

/// <summary>Which of 65,536 consecutive rows are in a set: their numbers in order while they are few, else a bit each.</summary>
internal sealed class RowBlock
{
    /// <summary>More numbers than that take more room than bits.</summary>
    public const int MostSparse = 4096;

    public const int Words = 1024;

    private readonly ushort[]? _sparse;
    private readonly ulong[]? _dense;

    private RowBlock(ushort[]? sparse, ulong[]? dense, int count)
    {
        _sparse = sparse;
        _dense = dense;
        Count = count;
    }

    public int Count { get; }

    /// <summary>The numbers, ascending; null for a dense block.</summary>
    public ReadOnlySpan<ushort> Sparse => _sparse;

    /// <summary>The bits; empty for a sparse block.</summary>
    public ReadOnlySpan<ulong> Dense => _dense;

    public bool IsDense => _dense is not null;

    /// <param name="rows">Ascending, each once.</param>
    public static RowBlock OfSparse(ushort[] rows) => new(rows, null, rows.Length);

    /// <param name="bits"><see cref="Words"/> of them.</param>
    public static RowBlock OfDense(ulong[] bits) => new(null, bits, bits.Sum(BitOperations.PopCount));

    /// <param name="rows">Ascending, each once.</param>
    public static RowBlock Of(ushort[] rows)
    {
        if (rows.Length <= MostSparse)
        {
            return OfSparse(rows);
        }

        var bits = new ulong[Words];
        foreach (var row in rows)
        {
            bits[row >> 6] |= 1UL << (row & 63);
        }

        return OfDense(bits);
    }

    public bool Contains(ushort row) =>
        _dense is not null ? (_dense[row >> 6] & (1UL << (row & 63))) != 0 : Array.BinarySearch(_sparse!, row) >= 0;

    /// <summary>The numbers, ascending.</summary>
    public IEnumerable<ushort> Rows() =>
        _sparse ?? Enumerable.Range(0, ushort.MaxValue + 1).Select(i => (ushort)i).Where(Contains);
}
