using System.Buffers.Binary;

namespace PostModern.Lake.Cache;

/// <summary>The first eight bytes of a key, by which SQLite indexes it.</summary>
/// <remarks>
/// Keys are hashes, so two that share eight bytes are as rare as luck in billions; the whole key is stored and compared, and such a pair
/// merely takes turns. Hashes arrive in random order: an index of short ones stays in memory, and the rows themselves are appended
/// (2 KB values: 4 times the writes of a table ordered by hash, in two thirds of the space).
/// </remarks>
internal static class ShortKey
{
    private const int Length = 8;

    public static long Of(ReadOnlySpan<byte> key) => key.Length >= Length
        ? BinaryPrimitives.ReadInt64LittleEndian(key)
        : throw new ArgumentException("A cache key is a hash of at least eight bytes.", nameof(key));
}
