using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Messages that other writers send and ours never does.</summary>
internal static class ForeignMessages
{
    /// <summary>Additions to a dictionary: our own message, written again with the mark that says so.</summary>
    public static (byte[] Header, byte[] Body) Delta(Schema schema, Column column)
    {
        var message = new BatchEncoder(schema).EncodeDictionaries(new RecordBatch(schema, column.Length, [column]))[^1];
        var dictionary = Message.Open(message.Header.Span, MessageKind.DictionaryBatch, out _);
        var batch = dictionary.Table(1, "data");
        var writer = new FlatBufferWriter();
        var buffers = writer.WritePairs(Pairs(batch.Vector(2, "buffers", 16)));
        var nodes = writer.WritePairs(Pairs(batch.Vector(1, "nodes", 16)));
        writer.StartTable(3);
        writer.AddInt64(0, batch.Int64(0));
        writer.AddOffset(1, nodes);
        writer.AddOffset(2, buffers);
        var data = writer.EndTable();
        writer.StartTable(3);
        writer.AddInt64(0, dictionary.Int64(0));
        writer.AddOffset(1, data);
        writer.AddBoolean(2, true);
        return (Message.Encode(writer, MessageKind.DictionaryBatch, writer.EndTable(), message.BodyLength), RecordBatchMessageTests.Body(message));
    }

    /// <summary>A schema of one column in the view layout.</summary>
    public static byte[] ViewSchema(string name, bool isText)
    {
        var writer = new FlatBufferWriter();
        writer.StartTable(0);
        var type = writer.EndTable();
        var nameText = writer.WriteString(name);
        writer.StartTable(7);
        writer.AddOffset(0, nameText);
        writer.AddOffset(3, type);
        writer.AddBoolean(1, true);
        writer.AddByte(2, (byte)(isText ? TypeTag.Utf8View : TypeTag.BinaryView));
        var fields = writer.WriteOffsets([writer.EndTable()]);
        writer.StartTable(4);
        writer.AddOffset(1, fields);
        return Message.Encode(writer, MessageKind.Schema, writer.EndTable(), 0);
    }

    /// <summary>A batch of that schema; values of more than 12 bytes go to two buffers in turns.</summary>
    public static (byte[] Header, byte[] Body) Views(byte[]?[] rows)
    {
        var views = new byte[16 * rows.Length];
        var validity = new byte[(BitMap.ByteCount(rows.Length) + 7) & ~7];
        List<byte>[] buffers = [[], []];
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is { } value)
            {
                BitMap.Set(validity, row);
                WriteView(views.AsSpan(16 * row, 16), value, row % 2, buffers[row % 2]);
            }
        }

        byte[][] pieces = [validity, views, Padded(buffers[0]), Padded(buffers[1])];
        (long, long)[] places = [.. pieces.Select((piece, i) => (pieces.Take(i).Sum(before => (long)before.Length), (long)piece.Length))];
        return (ViewHeader(rows.Length, rows.Count(row => row is null), places), [.. pieces.SelectMany(piece => piece)]);
    }

    private static void WriteView(Span<byte> view, byte[] value, int index, List<byte> buffer)
    {
        var length = value.Length;
        MemoryMarshal.Write(view, in length);
        if (length <= 12)
        {
            value.CopyTo(view[4..]);
            return;
        }

        var offset = buffer.Count;
        value.AsSpan(0, 4).CopyTo(view[4..]);
        MemoryMarshal.Write(view[8..], in index);
        MemoryMarshal.Write(view[12..], in offset);
        buffer.AddRange(value);
    }

    private static byte[] Padded(List<byte> bytes) => [.. bytes, .. new byte[-bytes.Count & 7]];

    private static byte[] ViewHeader(int rows, int nulls, (long, long)[] places)
    {
        var writer = new FlatBufferWriter();
        var buffers = writer.WritePairs(places);
        var nodes = writer.WritePairs([(rows, nulls)]);

        // A vector of one int64 is the bytes of a vector of one pair, whose second half nobody reads.
        var counts = writer.WritePairs([(2, 0)]);
        writer.StartTable(5);
        writer.AddInt64(0, rows);
        writer.AddOffset(1, nodes);
        writer.AddOffset(2, buffers);
        writer.AddOffset(4, counts);
        return Message.Encode(writer, MessageKind.RecordBatch, writer.EndTable(), places.Sum(place => place.Item2));
    }

    private static (long, long)[] Pairs(FlatVector vector)
    {
        var pairs = new (long, long)[vector.Count];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = vector.Pair(i);
        }

        return pairs;
    }
}
