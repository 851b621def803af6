using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

public sealed class RecordBatchMessageTests
{
    private const int Rows = 203;

    public static TheoryData<string> Types => SampleTypes.Names([.. SampleTypes.Flat, .. SampleTypes.Temporal, .. SampleTypes.Nested]);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back(string name) => AssertComesBack(new RandomRows(1).Batch(SampleTypes.Named(name), Rows));

    [Theory]
    [MemberData(nameof(Types))]
    public void An_empty_batch_comes_back(string name) => AssertComesBack(new RandomRows(1).Batch(SampleTypes.Named(name), 0));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_window_at_an_odd_offset_comes_back(string name)
    {
        using var batch = new RandomRows(2).Batch(SampleTypes.Named(name), Rows);

        AssertComesBack(RandomRows.Slice(batch, 13, 101));
        AssertComesBack(RandomRows.Slice(batch, 8, 64));
        AssertComesBack(RandomRows.Slice(batch, Rows, 0));
        AssertComesBack(RandomRows.Slice(RandomRows.Slice(batch, 3, 150), 7, 100));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_body_at_any_address_is_read(string name)
    {
        using var batch = new RandomRows(3).Batch(SampleTypes.Named(name), Rows);
        var encoded = RecordBatchMessage.Encode(batch);
        var shifted = new byte[encoded.BodyLength + 3];
        Body(encoded).CopyTo(shifted, 3);

        BatchAssert.Same(batch, RecordBatchMessage.Decode(encoded.Header.Span, shifted.AsMemory(3), batch.Schema));
    }

    [Fact]
    public void Many_columns_share_one_body()
    {
        IReadOnlyList<Field> fields = [.. SampleTypes.Flat, .. SampleTypes.Temporal, .. SampleTypes.Nested];

        AssertComesBack(new RandomRows(4).Batch(fields, Rows));
    }

    [Fact]
    public void A_batch_without_columns_keeps_its_row_count() => AssertComesBack(new RecordBatch(new Schema(), 17, []));

    [Fact]
    public void Values_are_sent_from_where_they_lie()
    {
        using var batch = new RandomRows(5).Batch(SampleTypes.Named("int64"), Rows);

        var encoded = RecordBatchMessage.Encode(RandomRows.Slice(batch, 11, 100));

        var values = batch.Columns[0].Buffers[0].Slice(11 * sizeof(long), 100 * sizeof(long));
        Assert.Contains(encoded.Body, piece => piece.Equals(values));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Header_and_buffers_are_padded_to_8_bytes(string name)
    {
        using var batch = new RandomRows(6).Batch(SampleTypes.Named(name), Rows);

        var encoded = RecordBatchMessage.Encode(batch);

        Assert.Equal(0, encoded.Header.Length % 8);
        Assert.Equal(0, encoded.BodyLength % 8);
        Assert.Equal(encoded.BodyLength, encoded.Body.Sum(piece => (long)piece.Length));
        Assert.Equal(encoded.BodyLength, Message.BodyLengthOf(encoded.Header.Span));
        Assert.Equal(MessageKind.RecordBatch, Message.KindOf(encoded.Header.Span));
    }

    [Fact]
    public void A_slice_sends_only_its_own_rows()
    {
        using var batch = new RandomRows(7).Batch([.. SampleTypes.Flat, .. SampleTypes.Nested], 10_000);
        var whole = RecordBatchMessage.Encode(batch).BodyLength;

        var slice = RecordBatchMessage.Encode(RandomRows.Slice(batch, 5_000, 100)).BodyLength;

        Assert.InRange(slice, 1, whole / 50);
    }

    [Fact]
    public void Nulls_that_nobody_counted_are_counted_for_the_wire()
    {
        using var batch = new RandomRows(8).Batch(SampleTypes.Named("int32"), Rows);
        var uncounted = batch.Columns[0].Slice(1, Rows - 1);
        Assert.Equal(-1, uncounted.NullCount);

        var decoded = Decode(RecordBatchMessage.Encode(new RecordBatch(batch.Schema, uncounted.Length, [uncounted])), batch.Schema);

        Assert.Equal(BatchAssert.Values(uncounted).Count(value => value is null), decoded.Columns[0].NullCount);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var builder = new Utf8Builder();
        builder.Append([0xC3, 0x28]);
        var batch = new RecordBatch(new Schema(new Field("t", ArrowTypes.Utf8)), 1, [builder.Build()]);

        var error = Assert.Throws<ServerException>(() => Decode(RecordBatchMessage.Encode(batch), batch.Schema));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("column 't'", error.Message);
    }

    [Fact]
    public void Text_cut_inside_a_character_is_refused_though_the_bytes_together_are_utf8()
    {
        var builder = new Utf8Builder();
        builder.Append([0xC3]);
        builder.Append([0xA9]);
        var batch = new RecordBatch(new Schema(new Field("t", ArrowTypes.Utf8)), 2, [builder.Build()]);

        Assert.Throws<ServerException>(() => Decode(RecordBatchMessage.Encode(batch), batch.Schema));
    }

    [Fact]
    public void A_null_row_may_hold_bytes_that_are_no_text()
    {
        var builder = new Utf8Builder();
        builder.Append("é");
        builder.Append([0xFF]);
        var built = builder.Build();
        var column = new Column { Type = built.Type, Length = 2, NullCount = 1, Validity = new byte[] { 0b01 }, Buffers = built.Buffers };
        var batch = new RecordBatch(new Schema(new Field("t", ArrowTypes.Utf8)), 2, [column]);

        Assert.Equal(["é", null], BatchAssert.Values(Decode(RecordBatchMessage.Encode(batch), batch.Schema).Columns[0]));
    }

    [Theory]
    [InlineData(5, 3, 3)]
    [InlineData(0, 4, 2)]
    [InlineData(-1, 0, 3)]
    [InlineData(0, 1, 1000)]
    public void Offsets_that_lead_outside_are_refused(int first, int second, int third)
    {
        int[] offsets = [first, second, third];
        var column = new Column
        {
            Type = ArrowTypes.Binary,
            Length = 2,
            Buffers = [MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray(), new byte[8]],
        };
        var good = new Column { Type = ArrowTypes.Binary, Length = 2, Buffers = [new byte[12], new byte[8]] };
        var header = RecordBatchMessage.Encode(new RecordBatch(new Schema(new Field("b", ArrowTypes.Binary)), 2, [good])).Header;
        var body = new byte[24];
        column.Buffers[0].CopyTo(body);

        var error = Assert.Throws<ServerException>(() => RecordBatchMessage.Decode(header.Span, body, new Schema(new Field("b", ArrowTypes.Binary))));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("column 'b'", error.Message);
    }

    [Fact]
    public void A_dictionary_column_needs_a_stream()
    {
        using var batch = new RandomRows(9).Batch(SampleTypes.Named("dictionary"), Rows);

        Assert.Equal(ErrorCode.Unsupported, Assert.Throws<ServerException>(() => RecordBatchMessage.Encode(batch)).Code);
    }

    [Fact]
    public void The_owner_is_freed_with_the_batch()
    {
        using var source = new RandomRows(10).Batch(SampleTypes.Named("int32"), Rows);
        var encoded = RecordBatchMessage.Encode(source);
        var owner = new CountingOwner();

        var batch = RecordBatchMessage.Decode(encoded.Header.Span, Body(encoded), source.Schema, owner);
        Assert.Equal(0, owner.Disposals);
        batch.Dispose();
        batch.Dispose();

        Assert.Equal(1, owner.Disposals);
    }

    internal static byte[] Body(EncodedBatch encoded)
    {
        var body = new byte[encoded.BodyLength];
        var at = 0;
        foreach (var piece in encoded.Body)
        {
            piece.CopyTo(body.AsMemory(at));
            at += piece.Length;
        }

        return body;
    }

    private static RecordBatch Decode(EncodedBatch encoded, Schema schema) => RecordBatchMessage.Decode(encoded.Header.Span, Body(encoded), schema);

    private static void AssertComesBack(RecordBatch batch)
    {
        BatchAssert.Same(batch, Decode(RecordBatchMessage.Encode(batch), batch.Schema));
    }
}
