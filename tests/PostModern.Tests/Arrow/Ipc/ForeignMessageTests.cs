using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>What other writers send and ours never does: dictionaries that grow or change, and views.</summary>
public sealed class ForeignMessageTests
{
    public static TheoryData<string> Types => SampleTypes.Names(SampleTypes.All);

    [Theory]
    [MemberData(nameof(Types))]
    public void Columns_of_every_type_are_joined_window_to_window(string name)
    {
        var field = SampleTypes.Named(name);
        var first = new RandomRows(1).Column(field.Type, 60).Slice(7, 43);
        var second = new RandomRows(2).Column(field.Type, 50).Slice(3, 29);

        var joined = ColumnJoin.Join(first, second);

        Assert.Equal([.. BatchAssert.Values(first), .. BatchAssert.Values(second)], BatchAssert.Values(joined));
        Assert.Equal(BatchAssert.Values(joined), BatchAssert.Values(ColumnJoin.Join(joined, first.Slice(0, 0))));
    }

    [Fact]
    public void A_dictionary_grows_by_its_additions_and_earlier_batches_keep_theirs()
    {
        var type = new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8);
        var schema = new Schema(new Field("d", type));
        var encoder = new BatchEncoder(schema);
        var decoder = BatchDecoder.Open(SchemaMessage.Encode(schema));
        var first = Decode(decoder, encoder, Rows(type, [0, 1], Texts("a", "b")));

        var (header, body) = ForeignMessages.Delta(schema, Rows(type, [], Texts("c", "d")).Columns[0]);
        Assert.Null(decoder.Decode(header, body));
        var grown = encoder.EncodeRows(Rows(type, [3, 0, 2], Texts("a", "b", "c", "d")));
        var second = decoder.Decode(grown.Header.Span, RecordBatchMessageTests.Body(grown))!;
        var replaced = Decode(decoder, encoder, Rows(type, [1, 0], Texts("x", "y")));

        Assert.Equal(["a", "b"], BatchAssert.Values(first.Columns[0]));
        Assert.Equal(["d", "a", "c"], BatchAssert.Values(second.Columns[0]));
        Assert.Equal(["y", "x"], BatchAssert.Values(replaced.Columns[0]));
        Assert.Equal(2, first.Columns[0].Dictionary!.Length);
    }

    [Fact]
    public void Additions_that_bring_another_inner_dictionary_point_at_their_own_values()
    {
        var type = SampleTypes.Named("dictionary_of_dictionaries").Type;
        var first = new RandomRows(1).Column(type, 20).Dictionary!;
        var second = new RandomRows(2).Column(type, 20).Dictionary!;

        Assert.Equal([.. BatchAssert.Values(first), .. BatchAssert.Values(second)], BatchAssert.Values(ColumnJoin.Join(first, second)));
    }

    [Fact]
    public void Additions_past_the_last_index_are_refused()
    {
        var type = new DictionaryType(ArrowTypes.Int8, ArrowTypes.Int32);
        var first = new RandomRows(1).Column(type, 3);
        var many = ColumnBuilder.Create(ArrowTypes.Int32);
        for (var value = 0; value < 127; value++)
        {
            many.AppendValue(value);
        }

        var full = new Column { Type = type, Length = 1, Buffers = [new byte[] { 1 }], Dictionary = many.Build() };
        var over = new Column { Type = type, Length = 1, Buffers = [new byte[] { 1 }], Dictionary = first.Dictionary };

        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => ColumnJoin.Join(full, over)).Code);
    }

    [Fact]
    public void A_dictionary_of_another_type_is_refused()
    {
        var numbers = new Schema(new Field("d", new DictionaryType(ArrowTypes.Int8, ArrowTypes.Int32)));
        var texts = new Schema(new Field("d", new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8)));
        var sent = new BatchEncoder(numbers).EncodeDictionaries(new RandomRows(1).Batch(numbers.Fields, 5))[0];
        var decoder = BatchDecoder.Open(SchemaMessage.Encode(texts));

        var error = Assert.Throws<ServerException>(() => decoder.Decode(sent.Header.Span, RecordBatchMessageTests.Body(sent)));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Views_are_read_as_the_plain_type(bool isText)
    {
        byte[]?[] rows = [.. Enumerable.Range(0, 40).Select(row => row % 7 == 3 ? null : Encoding.UTF8.GetBytes(new string('漢', row % 9)))];
        var decoder = BatchDecoder.Open(ForeignMessages.ViewSchema("v", isText));
        var (header, body) = ForeignMessages.Views(rows);

        using var batch = decoder.Decode(header, body)!;

        Assert.Equal(isText ? ArrowTypes.Utf8 : ArrowTypes.Binary, decoder.Schema.Fields[0].Type);
        Assert.Equal(rows, [.. Enumerable.Range(0, 40).Select(row => batch.Columns[0].IsNull(row) ? null : batch.Columns[0].GetBytes(row).ToArray())]);
    }

    [Theory]
    [InlineData(8, 7)]
    [InlineData(12, 1_000_000)]
    [InlineData(12, -1)]
    [InlineData(0, int.MaxValue)]
    [InlineData(0, -5)]
    public void A_view_that_leads_outside_is_refused(int at, int value)
    {
        var (header, body) = ForeignMessages.Views([Encoding.UTF8.GetBytes(new string('x', 20))]);
        BitConverter.TryWriteBytes(body.AsSpan(8 + at), value);

        var error = Assert.Throws<ServerException>(() => BatchDecoder.Open(ForeignMessages.ViewSchema("v", true)).Decode(header, body));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("column 'v'", error.Message);
    }

    [Fact]
    public void A_few_bytes_cannot_claim_billions_of_rows()
    {
        var writer = new FlatBufferWriter();
        var nodes = writer.WritePairs([(2_000_000_000, 0)]);
        writer.StartTable(4);
        writer.AddInt64(0, 2_000_000_000);
        writer.AddOffset(1, nodes);
        var message = Message.Encode(writer, MessageKind.RecordBatch, writer.EndTable(), 0);

        var error = Assert.Throws<ServerException>(() => RecordBatchMessage.Decode(message, default, new Schema(new Field("n", ArrowTypes.Null))));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("column 'n'", error.Message);
    }

    private static RecordBatch Decode(BatchDecoder decoder, BatchEncoder encoder, RecordBatch batch)
    {
        var messages = encoder.Encode(batch);
        foreach (var dictionary in messages.SkipLast(1))
        {
            Assert.Null(decoder.Decode(dictionary.Header.Span, RecordBatchMessageTests.Body(dictionary)));
        }

        return decoder.Decode(messages[^1].Header.Span, RecordBatchMessageTests.Body(messages[^1]))!;
    }

    private static RecordBatch Rows(DictionaryType type, byte[] indices, Column dictionary) => new(
        new Schema(new Field("d", type)), indices.Length, [new Column { Type = type, Length = indices.Length, Buffers = [indices], Dictionary = dictionary }]);

    private static Column Texts(params string[] texts)
    {
        var builder = new Utf8Builder();
        foreach (var text in texts)
        {
            builder.Append(text);
        }

        return builder.Build();
    }
}
