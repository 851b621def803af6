using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>Hands out a batch's nodes and buffers in wire order, each checked against the body before anyone reads it.</summary>
internal ref struct BatchReader
{
    // One 64-bit offset of value 0: what the offsets buffer of zero rows means where a writer left it out.
    private static readonly ReadOnlyMemory<byte> ZeroOffset = new byte[8];
    private readonly FlatVector _nodes;
    private readonly FlatVector _buffers;
    private readonly ReadOnlyMemory<byte> _body;
    private int _nextNode;
    private int _nextBuffer;

    /// <exception cref="ServerException">InvalidInput: corrupt. Unsupported: compressed.</exception>
    public BatchReader(FlatTable batch, ReadOnlyMemory<byte> body, short version)
    {
        if (batch.Has(3))
        {
            var codec = batch.Table(3, "compression").Byte(0) == 0 ? "LZ4" : "ZSTD";
            throw new ServerException(ErrorCode.Unsupported, $"The Arrow batch is compressed with {codec}, which is not supported yet; send it uncompressed.");
        }

        var length = batch.Int64(0);
        Length = length is >= 0 and < int.MaxValue ? (int)length : throw CorruptMessage.Error("RecordBatch", $"it has {length} rows");
        _nodes = batch.Vector(1, "nodes", 2 * sizeof(long));
        _buffers = batch.Vector(2, "buffers", 2 * sizeof(long));
        _body = body;
        UnionsHaveValidity = version == Message.V4;
    }

    /// <summary>Rows of the batch.</summary>
    public int Length { get; }

    public bool UnionsHaveValidity { get; }

    /// <summary>The rows and nulls of the next column; −1 nulls when the writer did not count.</summary>
    /// <param name="name">The column, for messages.</param>
    /// <param name="minLength">Rows that the parent needs.</param>
    public (int Length, int NullCount) NextNode(string name, long minLength)
    {
        if (_nextNode >= _nodes.Count)
        {
            throw Corrupt(name, "its node is missing");
        }

        var (length, nulls) = _nodes.Pair(_nextNode++);
        if (length < minLength || length >= int.MaxValue)
        {
            throw Corrupt(name, $"it has {length} rows where {minLength} are needed");
        }

        return nulls >= -1 && nulls <= length
            ? ((int)length, (int)nulls)
            : throw Corrupt(name, $"{nulls} of its {length} rows are null");
    }

    /// <summary>The next buffer, at least <paramref name="minBytes"/> long.</summary>
    public ReadOnlyMemory<byte> NextBuffer(string name, long minBytes)
    {
        if (_nextBuffer >= _buffers.Count)
        {
            throw Corrupt(name, "a buffer is missing");
        }

        var (offset, length) = _buffers.Pair(_nextBuffer++);
        if (offset < 0 || length < 0 || offset > _body.Length || length > _body.Length - offset)
        {
            throw Corrupt(name, $"a buffer of {length} bytes at {offset} in a body of {_body.Length} bytes");
        }

        return length >= minBytes
            ? _body.Slice((int)offset, (int)length)
            : throw Corrupt(name, $"a buffer of {length} bytes where {minBytes} are needed");
    }

    /// <summary>The next validity buffer; empty when no row is null.</summary>
    public ReadOnlyMemory<byte> NextValidity(string name, int length, ref int nullCount)
    {
        var bits = NextBuffer(name, 0);
        if (nullCount == 0 || (nullCount < 0 && bits.IsEmpty))
        {
            nullCount = 0;
            return default;
        }

        return bits.Length >= BitMap.ByteCount(length) ? bits : throw Corrupt(name, $"{bits.Length} bytes of validity for {length} rows");
    }

    /// <summary>The next offsets, ascending from at least 0; <paramref name="end"/> is the last.</summary>
    public ReadOnlyMemory<byte> NextOffsets(string name, int length, int bits, out int end)
    {
        var offsets = NextBuffer(name, length == 0 ? 0 : (length + 1L) * (bits / 8));
        if (length == 0)
        {
            end = 0;
            return ZeroOffset;
        }

        end = bits == 32
            ? OffsetCheck.Ascending(MemoryMarshal.Cast<byte, int>(offsets.Span)[..(length + 1)])
            : OffsetCheck.Ascending(MemoryMarshal.Cast<byte, long>(offsets.Span)[..(length + 1)]);
        return end >= 0 ? offsets : throw Corrupt(name, "its offsets do not ascend from 0");
    }

    public static ServerException Corrupt(string column, string what) => CorruptMessage.Error($"column '{column}'", what);
}
