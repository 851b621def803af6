using System.Buffers.Binary;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>Collects the nodes and buffers of a batch in wire order, and lays the buffers out.</summary>
/// <param name="compression">Of each buffer for itself.</param>
internal sealed class BodyBuilder(BodyCompression compression = BodyCompression.None)
{
    private const int Alignment = 8;
    private const int LengthPrefix = sizeof(long);
    private static readonly ReadOnlyMemory<byte> Zeros = new byte[Alignment];
    private static readonly ReadOnlyMemory<byte> NotCompressed = new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
    private readonly BufferCodec? _codec = compression == BodyCompression.None ? null : BufferCodec.Of(compression);
    private readonly List<(long Length, long NullCount)> _nodes = [];
    private readonly List<(long Offset, long Length)> _buffers = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private long _length;

    public void AddNode(int length, int nullCount) => _nodes.Add((length, nullCount));

    public void AddBuffer(ReadOnlyMemory<byte> buffer)
    {
        var start = _length;
        if (_codec is null || buffer.IsEmpty)
        {
            Add(buffer);
        }
        else
        {
            AddCompressed(_codec, buffer);
        }

        _buffers.Add((start, _length - start));
        Add(Zeros[..(int)(-_length & (Alignment - 1))]);
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
        var compressed = WriteCompression(writer);
        writer.StartTable(4);
        writer.AddInt64(0, rows);
        writer.AddOffset(1, nodes);
        writer.AddOffset(2, buffers);
        writer.AddOffset(3, compressed);
        return writer.EndTable();
    }

    private int WriteCompression(FlatBufferWriter writer)
    {
        if (_codec is null)
        {
            return 0;
        }

        writer.StartTable(2);
        writer.AddByte(0, (byte)(compression == BodyCompression.Zstd ? 1 : 0));
        return writer.EndTable();
    }

    /// <summary>Adds the true length and the frame, or −1 and the buffer itself where a frame is no shorter.</summary>
    private void AddCompressed(BufferCodec codec, ReadOnlyMemory<byte> buffer)
    {
        var frame = GC.AllocateUninitializedArray<byte>(LengthPrefix + codec.MaxCompressedLength(buffer.Length));
        var length = codec.Compress(buffer.Span, frame.AsSpan(LengthPrefix));
        if (length >= buffer.Length)
        {
            Add(NotCompressed);
            Add(buffer);
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(frame, buffer.Length);
        Add(frame.AsMemory(0, LengthPrefix + length));
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
