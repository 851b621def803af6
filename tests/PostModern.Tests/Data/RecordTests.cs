using PostModern.Arrow.Types;

namespace PostModern.Tests.Data;

/// <summary>Structs read as objects.</summary>
public class RecordTests
{
    private static readonly StructType s_box = new(new Field("left_edge", ArrowTypes.Int32), new Field("label", ArrowTypes.Utf8));

    [Fact]
    public void Members_go_to_the_constructor_by_name()
    {
        using var reader = Results.ReadValue(s_box, Box(3, "cat"));

        Assert.Equal(new BoxRecord("cat", 3), reader.GetFieldValue<BoxRecord>(0));
        Assert.Equal(new BoxStruct("cat", 3), reader.GetFieldValue<BoxStruct>(0));
    }

    [Fact]
    public void Lists_of_structs_are_lists_of_records()
    {
        using var reader = Results.ReadValue(new ListType(s_box), new object?[] { Box(1, "a"), Box(2, null) });

        Assert.Equal([new BoxRecord("a", 1), new BoxRecord(null, 2)], reader.GetFieldValue<BoxRecord[]>(0));
    }

    [Fact]
    public void A_missing_member_or_a_NULL_without_room_is_a_wrong_cast()
    {
        using var reader = Results.ReadValue(s_box, Box(null, "cat"));

        var isNull = Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<BoxRecord>(0));
        Assert.Contains("left_edge", isNull.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<Version>(0));
        Assert.Equal("cat", reader.GetFieldValue<NullableBox>(0).Label);
    }

    private static Dictionary<string, object?> Box(int? left, string? label) => new() { ["left_edge"] = left, ["label"] = label };

    private sealed record BoxRecord(string? Label, int LeftEdge);

    private readonly record struct BoxStruct(string Label, long LeftEdge);

    private sealed record NullableBox(int? LeftEdge, string Label);
}
