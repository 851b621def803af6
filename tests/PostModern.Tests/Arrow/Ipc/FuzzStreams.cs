using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Valid streams to break: every type, with and without compression, dictionaries that grow and change, windows, and views.</summary>
internal static class FuzzStreams
{
    /// <summary>Rows that no byte stands for: any number of them fits a message of any size.</summary>
    private static readonly IReadOnlyList<Field> Weightless =
    [
        new("nulls", new ListType(ArrowTypes.Null)),
        new("lists_of_nothing", new ListType(new FixedSizeListType(ArrowTypes.Int32, 0))),
        new("structs_of_nothing", new FixedSizeListType(new StructType(), 4)),
        new("no_bytes", new ListType(new FixedSizeBinaryType(0))),
    ];

    /// <summary>Each a schema's message and the messages after it, with their bodies.</summary>
    public static IReadOnlyList<(byte[] Header, byte[] Body)[]> All { get; } =
    [
        .. SampleTypes.All.Select(field => Stream([field], BodyCompression.None)),
        .. SampleTypes.All.Select(field => Stream([field], BodyCompression.Lz4Frame)),
        .. SampleTypes.All.Select(field => Stream([field], BodyCompression.Zstd)),
        Stream(SampleTypes.Nested, BodyCompression.None),
        .. Weightless.Select(field => Stream([field], BodyCompression.None)),
        Stream(SampleTypes.Dictionaries, BodyCompression.Zstd),
        .. SampleTypes.Dictionaries.Where(field => field.Type is DictionaryType).Select(GrowingDictionary),
        Views(isText: true),
        Views(isText: false),
    ];

    private static (byte[] Header, byte[] Body)[] Stream(IReadOnlyList<Field> fields, BodyCompression compression)
    {
        var schema = new Schema(fields);
        var encoder = new BatchEncoder(schema, compression);
        var batch = new RandomRows(1).Batch(fields, 40);
        return [(SchemaMessage.Encode(schema), []), .. Encode(encoder, batch), .. Encode(encoder, RandomRows.Slice(new RandomRows(2).Batch(fields, 30), 3, 21))];
    }

    private static (byte[] Header, byte[] Body)[] GrowingDictionary(Field field)
    {
        var schema = new Schema(field);
        var encoder = new BatchEncoder(schema);
        var first = new RandomRows(3).Batch(field, 20);
        var second = new RandomRows(4).Column(field.Type, 20);
        return [(SchemaMessage.Encode(schema), []), .. Encode(encoder, first), ForeignMessages.Delta(schema, second), Copy(encoder.EncodeRows(first))];
    }

    private static (byte[] Header, byte[] Body)[] Views(bool isText)
    {
        byte[]?[] rows = [.. Enumerable.Range(0, 30).Select(row => row % 5 == 0 ? null : Encoding.UTF8.GetBytes(new string('é', row)))];
        return [(ForeignMessages.ViewSchema("view", isText), []), ForeignMessages.Views(rows)];
    }

    private static IEnumerable<(byte[] Header, byte[] Body)> Encode(BatchEncoder encoder, RecordBatch batch) => encoder.Encode(batch).Select(Copy);

    private static (byte[] Header, byte[] Body) Copy(EncodedBatch message) => (message.Header.ToArray(), RecordBatchMessageTests.Body(message));
}
