using System.Buffers.Binary;

namespace PostModern.Lake.Delta;

/// <summary>Reads Delta's <c>RoaringBitmapArray</c>: 64-bit row numbers as 32-bit Roaring bitmaps, one for each upper half.</summary>
/// <remarks>
/// Delta transaction log protocol, section "Deletion Vector Format", and the Roaring format specification. The bytes come from a file
/// that anybody may have written: every length is checked before it is used.
/// </remarks>
internal ref struct RoaringReader
{
    public const int Magic = 1681511377;
    public const int CookieWithoutRuns = 12346;
    public const int CookieWithRuns = 12347;

    /// <summary>From so many blocks on their offsets are written down also when there are runs.</summary>
    public const int LeastWithOffsets = 4;

    private readonly string _source;
    private ReadOnlySpan<byte> _rest;

    private RoaringReader(ReadOnlySpan<byte> bytes, string source)
    {
        _rest = bytes;
        _source = source;
    }

    /// <param name="bytes">The vector without length and checksum.</param>
    /// <param name="source">For messages.</param>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: no such vector.</exception>
    public static RowSet Read(ReadOnlySpan<byte> bytes, string source)
    {
        var reader = new RoaringReader(bytes, source);
        if (reader.UInt32() != Magic)
        {
            throw DeletionVector.Corrupt(source, "it doesn't begin like one");
        }

        var blocks = new Dictionary<long, RowBlock>();
        var bitmaps = BinaryPrimitives.ReadUInt64LittleEndian(reader.Take(8));
        for (ulong i = 0; i < bitmaps; i++)
        {
            reader.ReadBitmap(reader.UInt32(), blocks);
        }

        return new RowSet(blocks);
    }

    private void ReadBitmap(uint upper, Dictionary<long, RowBlock> blocks)
    {
        var cookie = UInt32();
        var hasRuns = (cookie & 0xFFFF) == CookieWithRuns;
        if (!hasRuns && cookie != CookieWithoutRuns)
        {
            throw DeletionVector.Corrupt(_source, "it holds a bitmap of an unknown kind");
        }

        var count = hasRuns ? (int)(cookie >> 16) + 1 : (int)Math.Min(UInt32(), ushort.MaxValue + 2);
        if (count > ushort.MaxValue + 1)
        {
            throw DeletionVector.Corrupt(_source, "a bitmap has too many blocks");
        }

        var runs = hasRuns ? Take((count + 7) / 8) : default;
        var headers = Take(count * 4);
        if (!hasRuns || count >= LeastWithOffsets)
        {
            Take(count * 4);
        }

        for (var i = 0; i < count; i++)
        {
            var key = BinaryPrimitives.ReadUInt16LittleEndian(headers[(i * 4)..]);
            var rows = BinaryPrimitives.ReadUInt16LittleEndian(headers[((i * 4) + 2)..]) + 1;
            var isRun = hasRuns && (runs[i / 8] & (1 << (i % 8))) != 0;
            var block = isRun ? ReadRuns() : rows > RowBlock.MostSparse ? ReadBits() : ReadNumbers(rows);
            if (block.Count != rows || !blocks.TryAdd(((long)upper << 16) | key, block))
            {
                throw DeletionVector.Corrupt(_source, "a block holds other rows than its header says");
            }
        }
    }

    private RowBlock ReadNumbers(int count)
    {
        var bytes = Take(count * 2);
        var rows = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]);
            if (i > 0 && rows[i] <= rows[i - 1])
            {
                throw DeletionVector.Corrupt(_source, "a block's rows are not in order");
            }
        }

        return RowBlock.OfSparse(rows);
    }

    private RowBlock ReadBits()
    {
        var bytes = Take(RowBlock.Words * 8);
        var bits = new ulong[RowBlock.Words];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * 8)..]);
        }

        return RowBlock.OfDense(bits);
    }

    private RowBlock ReadRuns()
    {
        var runs = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
        var bytes = Take(runs * 4);
        var bits = new ulong[RowBlock.Words];
        for (var i = 0; i < runs; i++)
        {
            var first = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 4)..]);
            var last = first + BinaryPrimitives.ReadUInt16LittleEndian(bytes[((i * 4) + 2)..]);
            if (last > ushort.MaxValue)
            {
                throw DeletionVector.Corrupt(_source, "a run reaches past its block");
            }

            for (var row = (int)first; row <= last; row++)
            {
                bits[row >> 6] |= 1UL << (row & 63);
            }
        }

        return RowBlock.OfDense(bits);
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw DeletionVector.Corrupt(_source, "it ends too early");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
