namespace PostModern.Lake.Delta;

/// <summary>Writes what <see cref="RoaringReader"/> reads.</summary>
internal static class RoaringWriter
{
    public static byte[] Write(RowSet rows)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(RoaringReader.Magic);
        var bitmaps = rows.Blocks.GroupBy(b => b.Key >> 16).ToList();
        writer.Write((ulong)bitmaps.Count);
        foreach (var bitmap in bitmaps)
        {
            writer.Write((uint)bitmap.Key);
            WriteBitmap(writer, [.. bitmap]);
        }

        return stream.ToArray();
    }

    private static void WriteBitmap(BinaryWriter writer, IReadOnlyList<KeyValuePair<long, RowBlock>> blocks)
    {
        writer.Write(RoaringReader.CookieWithoutRuns);
        writer.Write(blocks.Count);
        foreach (var (key, block) in blocks)
        {
            writer.Write((ushort)key);
            writer.Write((ushort)(block.Count - 1));
        }

        // Offsets count from the cookie.
        var offset = 8 + (blocks.Count * 8);
        foreach (var (_, block) in blocks)
        {
            writer.Write(offset);
            offset += block.IsDense ? RowBlock.Words * 8 : block.Count * 2;
        }

        foreach (var (_, block) in blocks)
        {
            WriteBlock(writer, block);
        }
    }

    private static void WriteBlock(BinaryWriter writer, RowBlock block)
    {
        foreach (var word in block.Dense)
        {
            writer.Write(word);
        }

        foreach (var row in block.Sparse)
        {
            writer.Write(row);
        }
    }
}
