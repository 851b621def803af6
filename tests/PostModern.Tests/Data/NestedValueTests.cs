using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Data;

/// <summary>Lists, structs and maps as CLR values.</summary>
public sealed class NestedValueTests
{
    private static readonly FixedSizeListType Embedding = new(ArrowTypes.Float32, 3);

    [Fact]
    public void An_embedding_is_an_array_of_floats()
    {
        using var reader = Results.Read(Results.Of(Embedding, new[] { 1f, 2f, 3f }, null, new[] { 4f, 5f, 6f }));

        Assert.True(reader.Read());
        Assert.Equal(typeof(float[]), reader.GetFieldType(0));
        Assert.Equal([1f, 2f, 3f], reader.GetFieldValue<float[]>(0));
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.True(reader.Read());
        Assert.Equal([4f, 5f, 6f], (float[])reader.GetValue(0));
        Assert.Equal([4d, 5d, 6d], reader.GetFieldValue<double[]>(0));
        Assert.Equal([4f, 5f, 6f], reader.GetFieldValue<IReadOnlyList<float>>(0));
    }

    [Fact]
    public void Slices_of_a_batch_read_their_own_rows()
    {
        var field = new Field("x", Embedding);
        using var whole = Results.Batch(field, new[] { 1f, 2f, 3f }, new[] { 4f, 5f, 6f });
        using var slice = new RecordBatch(whole.Schema, 1, [whole.Columns[0].Slice(1, 1)]);
        using var reader = Results.Read(new PostModern.Data.Readers.ResultSet(slice.Schema, Results.Batches(slice)));

        Assert.True(reader.Read());
        Assert.Equal([4f, 5f, 6f], reader.GetFieldValue<float[]>(0));
    }

    [Fact]
    public void Lists_come_as_arrays_lists_and_sequences()
    {
        using var reader = Results.ReadValue(new ListType(ArrowTypes.Utf8), new[] { "a", null, "b" });

        Assert.Equal(new List<string?> { "a", null, "b" }, ((string?[])reader.GetValue(0)).ToList());
        Assert.Equal(["a", null, "b"], reader.GetFieldValue<List<string?>>(0));
        Assert.Equal(["a", null, "b"], reader.GetFieldValue<IEnumerable<string?>>(0));
        Assert.Equal(["a", null, "b"], reader.GetFieldValue<object?[]>(0));
    }

    [Fact]
    public void A_NULL_in_a_list_of_numbers_needs_room()
    {
        using var reader = Results.ReadValue(new ListType(ArrowTypes.Int32), new int?[] { 1, null });

        Assert.Equal([1, null], (int?[])reader.GetValue(0));
        Assert.Equal([1, null], reader.GetFieldValue<int?[]>(0));
        Assert.Equal([1L, null], reader.GetFieldValue<List<long?>>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<int[]>(0));
    }

    [Fact]
    public void Structs_are_dictionaries_in_field_order()
    {
        var type = new StructType(
            new Field("label", ArrowTypes.Utf8), new Field("score", ArrowTypes.Float32), new Field("box", new ListType(ArrowTypes.Int32)));
        var value = new Dictionary<string, object?> { ["label"] = "zebra", ["score"] = null, ["box"] = new[] { 1, 2 } };
        using var reader = Results.ReadValue(type, value);

        var read = reader.GetFieldValue<IReadOnlyDictionary<string, object?>>(0);
        Assert.Equal(["label", "score", "box"], read.Keys);
        Assert.Equal("zebra", read["label"]);
        Assert.Null(read["score"]);
        Assert.Equal([1, 2], (int[])read["box"]!);
    }

    [Fact]
    public void Lists_of_structs_are_arrays_of_dictionaries()
    {
        var type = new ListType(new StructType(new Field("label", ArrowTypes.Utf8)));
        using var reader = Results.ReadValue(type, new[] { new Dictionary<string, object?> { ["label"] = "cup" } });

        var detections = Assert.IsType<Dictionary<string, object?>[]>(reader.GetValue(0));
        Assert.Equal("cup", detections[0]["label"]);
    }

    [Fact]
    public void Maps_are_dictionaries_of_any_type_that_fits()
    {
        using var reader = Results.ReadValue(new MapType(ArrowTypes.Utf8, ArrowTypes.Int32), new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 });

        Assert.Equal(2, ((Dictionary<object, object?>)reader.GetValue(0))["b"]);
        Assert.Equal(2L, reader.GetFieldValue<Dictionary<string, long>>(0)["b"]);
        Assert.Equal(["a", "b"], reader.GetFieldValue<IReadOnlyDictionary<string, int>>(0).Keys);
    }
}
