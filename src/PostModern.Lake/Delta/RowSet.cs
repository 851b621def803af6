namespace PostModern.Lake.Delta;

/// <summary>Rows of a file by their numbers, from 0. Immutable and safe to share.</summary>
/// <remarks>A million rows take 125 KB to 2 MB, whether they lie together or apart.</remarks>
public sealed class RowSet
{
    private readonly Dictionary<long, RowBlock> _blocks;

    /// <param name="blocks">By the row's number divided by 65,536.</param>
    internal RowSet(Dictionary<long, RowBlock> blocks)
    {
        _blocks = blocks;
        Count = blocks.Values.Sum(b => (long)b.Count);
    }

    /// <summary>How many rows.</summary>
    public long Count { get; }

    internal IEnumerable<KeyValuePair<long, RowBlock>> Blocks => _blocks.OrderBy(b => b.Key);

    /// <param name="rows">In any order; a row may come twice.</param>
    public static RowSet Of(IEnumerable<long> rows) => new(rows.GroupBy(r => r >> 16)
        .ToDictionary(g => g.Key, g => RowBlock.Of([.. g.Select(r => (ushort)r).Distinct().Order()])));

    public bool Contains(long row) => _blocks.TryGetValue(row >> 16, out var block) && block.Contains((ushort)row);

    /// <summary>The rows, ascending.</summary>
    public IEnumerable<long> Rows() => Blocks.SelectMany(b => b.Value.Rows().Select(r => (b.Key << 16) | r));
}
