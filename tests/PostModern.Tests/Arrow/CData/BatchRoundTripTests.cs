using PostModern.Arrow.Arrays;
using PostModern.Arrow.CData;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.CData;

public sealed unsafe class BatchRoundTripTests
{
    private const int Rows = 203;

    public static TheoryData<string> Types => SampleTypes.Names(SampleTypes.All);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_crosses_and_comes_back(string name) => AssertCrosses(new RandomRows(1).Batch(SampleTypes.Named(name), Rows));

    [Theory]
    [MemberData(nameof(Types))]
    public void An_empty_batch_crosses(string name) => AssertCrosses(new RandomRows(1).Batch(SampleTypes.Named(name), 0));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_window_at_an_odd_offset_crosses(string name) =>
        AssertCrosses(RandomRows.Slice(new RandomRows(2).Batch(SampleTypes.Named(name), Rows), 13, 101));

    [Fact]
    public void A_released_batch_is_disposed_once()
    {
        var owner = new CountingOwner();
        var batch = Owned(owner);
        ArrowArray array;

        ArrayExporter.Export(batch, &array);
        Assert.Equal(0, owner.Disposals);
        array.Release(&array);

        Assert.True(array.Release == null);
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void A_child_that_was_moved_away_keeps_the_batch_alive_until_it_is_released_too()
    {
        var owner = new CountingOwner();
        ArrowArray array;
        ArrayExporter.Export(Owned(owner), &array);

        var child = *array.Children[0];
        array.Children[0]->Release = null;
        array.Release(&array);
        Assert.Equal(0, owner.Disposals);
        child.Release(&child);

        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void Importing_takes_the_array_and_the_batch_releases_it()
    {
        var owner = new CountingOwner();
        var batch = Owned(owner);
        ArrowArray array;
        ArrayExporter.Export(batch, &array);

        var imported = ArrayImporter.Import(&array, batch.Schema);
        Assert.True(array.Release == null);
        Assert.Equal(0, owner.Disposals);
        imported.Dispose();

        Assert.Equal(1, owner.Disposals);
        Assert.Throws<ObjectDisposedException>(() => ColumnValue.Get(imported.Columns[0], 0));
    }

    [Fact]
    public void An_array_of_another_shape_is_refused_and_released()
    {
        var owner = new CountingOwner();
        ArrowArray array;
        ArrayExporter.Export(Owned(owner), &array);

        var error = Refusal(&array, new Schema(new Field("t", ArrowTypes.Utf8)));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void A_released_array_is_refused()
    {
        var array = default(ArrowArray);

        Assert.Equal(ErrorCode.InvalidInput, Refusal(&array, new Schema()).Code);
    }

    [Fact]
    public void Native_buffers_are_handed_over_where_they_lie()
    {
        var buffer = NativeBuffer.Allocate(3 * sizeof(long), zeroed: true);
        var column = new Column { Type = ArrowTypes.Int64, Length = 3, Buffers = [buffer.Memory] };
        ArrowArray array;

        ArrayExporter.Export(column, &array, buffer);

        Assert.Equal(buffer.Address, (nint)array.Buffers[1]);
        array.Release(&array);
        Assert.Throws<ObjectDisposedException>(() => buffer.Memory.Span.Length);
    }

    [Fact]
    public void A_buffer_off_the_8_byte_grid_is_copied_onto_it()
    {
        var bytes = new byte[8 + sizeof(long)];
        bytes[3] = 42;
        var column = new Column { Type = ArrowTypes.Int64, Length = 1, Buffers = [bytes.AsMemory(3, sizeof(long))] };
        ArrowArray array;

        ArrayExporter.Export(column, &array);

        Assert.Equal(0, (nint)array.Buffers[1] % sizeof(long));
        Assert.Equal(42, *(long*)array.Buffers[1]);
        array.Release(&array);
    }

    private static RecordBatch Owned(IDisposable owner)
    {
        var batch = new RandomRows(3).Batch(SampleTypes.Named("struct"), Rows);
        return new RecordBatch(batch.Schema, batch.Length, batch.Columns, owner);
    }

    private static ServerException Refusal(ArrowArray* array, Schema schema) =>
        Assert.Throws<ServerException>(() => ArrayImporter.Import(array, schema));

    private static void AssertCrosses(RecordBatch batch)
    {
        ArrowSchema schema;
        ArrowArray array;
        SchemaExporter.Export(batch.Schema, &schema);
        ArrayExporter.Export(batch, &array);

        using var imported = ArrayImporter.Import(&array, SchemaImporter.Import(&schema));

        BatchAssert.Same(batch, imported);
    }
}
