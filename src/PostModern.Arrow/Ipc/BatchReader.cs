using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>Hands out a batch's nodes and buffers in wire order, each checked against the body before anyone reads it.</summary>
internal ref struct BatchReader
{
    private const int MostWeightlessRows = 1 << 24;

    // One 64-bit offset of value 0: what the offsets buffer of zero rows means where a writer left it out.
    private static readonly ReadOnlyMemory<byte> ZeroOffset = new byte[8];
    private readonly FlatVector _nodes;
    private readonly FlatVector _buffers;
    private readonly FlatVector _variadicCounts;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly BufferInflater? _inflater;
    private int _nextNode;
    private int _nextBuffer;
    private int _nextVariadicCount;

    /// <exception cref="ServerException">InvalidInput: corrupt. Unsupported: a compression that we don't have.</exception>
    public BatchReader(FlatTable batch, ReadOnlyMemory<byte> body, short version, BatchMemory memory)
    {
        var length = batch.Int64(0);
        Length = length is >= 0 and < int.MaxValue ? (int)length : throw CorruptMessage.Error("RecordBatch", $"it has {length} rows");
        _nodes = batch.Vector(1, "nodes", 2 * sizeof(long));
        if (_nodes.Count == 0)
        {
            RequireWeightlessRows("RecordBatch", Length);
        }

        _buffers = batch.Vector(2, "buffers", 2 * sizeof(long));
        _variadicCounts = batch.Vector(4, "variadicBufferCounts", sizeof(long));
        _body = body;
        _inflater = BufferInflater.Of(batch, memory);
        Memory = memory;
        UnionsHaveValidity = version == Message.V4;
    }

    /// <summary>Rows of the batch.</summary>
    public int Length { get; }

    /// <summary>For whatever does not lie in the body as it is needed.</summary>
    public BatchMemory Memory { get; }

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

        var buffer = _body.Slice((int)offset, (int)length);
        buffer = _inflater is null ? buffer : _inflater.Inflate(buffer, name);
        return buffer.Length >= minBytes
            ? buffer
            : throw Corrupt(name, $"a buffer of {buffer.Length} bytes where {minBytes} are needed");
    }

    /// <summary>How many buffers of bytes the next column of views has.</summary>
    public int NextVariadicCount(string name)
    {
        if (_nextVariadicCount >= _variadicCounts.Count)
        {
            throw Corrupt(name, "the number of its buffers is missing");
        }

        var count = _variadicCounts.Int64(_nextVariadicCount++);
        return count >= 0 && count <= _buffers.Count - _nextBuffer
            ? (int)count
            : throw Corrupt(name, $"it has {count} buffers where {_buffers.Count - _nextBuffer} are left");
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

    /// <summary>Bounds rows that no byte stands for: a message of a few bytes could claim billions, and each would cost its reader something.</summary>
    public static void RequireWeightlessRows(string where, int rows)
    {
        if (rows > MostWeightlessRows)
        {
            throw CorruptMessage.Error(where, $"{rows} rows without any data; send at most {MostWeightlessRows} a batch");
        }
    }

    public static ServerException Corrupt(string column, string what) => CorruptMessage.Error($"column '{column}'", what);
}
