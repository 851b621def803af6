using System.Buffers.Binary;

namespace PostModern.Lake.Cache;

/// <summary>How an entry is found: by the first eight bytes of its key, as SQLite's row number.</summary>
/// <remarks>
/// A look-up then walks one B-tree, not an index and a table. The keys are hashes, so two that share eight bytes are as rare as luck
/// in billions; the whole key is stored and compared, and such a pair merely takes turns.
/// </remarks>
internal static class CacheEntry
{
    private const int RowNumberBytes = 8;

    public static long RowNumber(ReadOnlySpan<byte> key) => key.Length >= RowNumberBytes
        ? BinaryPrimitives.ReadInt64LittleEndian(key)
        : throw new ArgumentException("A cache key is a hash of at least eight bytes.", nameof(key));
}
