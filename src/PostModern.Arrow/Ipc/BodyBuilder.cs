using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>Collects the nodes and buffers of a batch in wire order, and lays the buffers out.</summary>
internal sealed class BodyBuilder
{
    private const int Alignment = 8;
    private static readonly ReadOnlyMemory<byte> Zeros = new byte[Alignment];
    private readonly List<(long Length, long NullCount)> _nodes = [];
    private readonly List<(long Offset, long Length)> _buffers = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private long _length;

    public void AddNode(int length, int nullCount) => _nodes.Add((length, nullCount));

    public void AddBuffer(ReadOnlyMemory<byte> buffer)
    {
        _buffers.Add((_length, buffer.Length));
        Add(buffer);
        Add(Zeros[..(-buffer.Length & (Alignment - 1))]);
    }

    /// <summary>The offsets buffer of zero rows: one entry, because older readers look at it.</summary>
    public void AddZeroOffset(int bits) => AddBuffer(Zeros[..(bits / 8)]);

    public EncodedBatch Build(int rows)
    {
        var writer = new FlatBufferWriter();
        var batch = WriteRecordBatch(writer, rows);
        return new EncodedBatch(Message.Encode(writer, MessageKind.RecordBatch, batch, _length), _pieces, _length);
    }

    public EncodedBatch BuildDictionary(long id, int rows)
    {
        var writer = new FlatBufferWriter();
        var batch = WriteRecordBatch(writer, rows);
        writer.StartTable(3);
        writer.AddInt64(0, id);
        writer.AddOffset(1, batch);
        return new EncodedBatch(Message.Encode(writer, MessageKind.DictionaryBatch, writer.EndTable(), _length), _pieces, _length);
    }

    private int WriteRecordBatch(FlatBufferWriter writer, int rows)
    {
        var buffers = writer.WritePairs([.. _buffers]);
        var nodes = writer.WritePairs([.. _nodes]);
        writer.StartTable(3);
        writer.AddInt64(0, rows);
        writer.AddOffset(1, nodes);
        writer.AddOffset(2, buffers);
        return writer.EndTable();
    }

    private void Add(ReadOnlyMemory<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            _pieces.Add(piece);
            _length += piece.Length;
        }
    }
}
