using PostModern.Arrow.Types;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

public sealed class FileStatisticsTests
{
    [Fact]
    public void Statistics_are_written_as_delta_wants_them()
    {
        var schema = new Schema(
            new Field("id", ArrowTypes.Int64), new Field("price", new DecimalType(38, 2)), new Field("name", ArrowTypes.Utf8),
            new Field("day", ArrowTypes.Date32), new Field("at", ArrowTypes.TimestampUtc), new Field("seen", ArrowTypes.Timestamp),
            new Field("score", ArrowTypes.Float64), new Field("tags", new ListType(ArrowTypes.Utf8)), new Field("unknown", ArrowTypes.Int64));
        var statistics = FileStatistics.Of(schema, 7, new Dictionary<string, ColumnRange>
        {
            ["id"] = new("-5", "12", 0),
            ["price"] = new("0.10", "123456789012345678901234567890123456.78", 1),
            ["name"] = new("Äpfel", "zebra", 2),
            ["day"] = new("2024-01-01", "2024-12-31", 0),
            ["at"] = new("2024-01-01 10:00:00.123456+00", "2024-01-02 10:00:00.123456+00", 0),
            ["seen"] = new("2024-01-01 10:00:00", "2024-01-02 10:00:00.5", 0),
            ["score"] = new("-0.5", "inf", 3),
            ["tags"] = new(null, null, 4),
            ["not in the table"] = new("1", "2", 0),
        });

        Assert.Equal(
            """
            {"numRecords":7,"minValues":{"id":-5,"price":0.10,"name":"Äpfel","day":"2024-01-01","at":"2024-01-01T10:00:00.123Z","seen":"2024-01-01T10:00:00.000","score":-0.5},"maxValues":{"id":12,"price":123456789012345678901234567890123456.78,"name":"zebra","day":"2024-12-31","at":"2024-01-02T10:00:00.124Z","seen":"2024-01-02T10:00:00.500"},"nullCount":{"id":0,"price":1,"name":2,"day":0,"at":0,"seen":0,"score":3,"tags":4}}
            """,
            statistics.ToJson());
        Assert.Equal(statistics.ToJson(), FileStatistics.Parse(statistics.ToJson()).ToJson());
    }

    [Fact]
    public void Fields_of_structs_have_statistics_under_the_names_that_the_files_have()
    {
        static Field Mapped(string name, string physical, ArrowType type) => new(name, type)
        {
            Metadata = new Dictionary<string, string> { ["delta.columnMapping.id"] = "1", ["delta.columnMapping.physicalName"] = physical },
        };
        var schema = new Schema(Mapped("s", "col-1", new StructType(Mapped("x", "col-2", ArrowTypes.Int64), Mapped("l", "col-3", new ListType(ArrowTypes.Int64)))));
        var statistics = FileStatistics.Of(schema, 2, new Dictionary<string, ColumnRange>
        {
            ["col-1"] = new() { Fields = new Dictionary<string, ColumnRange> { ["col-2"] = new("1", "2", 1) } },
        });

        Assert.Equal("""{"numRecords":2,"minValues":{"col-1":{"col-2":1}},"maxValues":{"col-1":{"col-2":2}},"nullCount":{"col-1":{"col-2":1}}}""", statistics.ToJson());
        Assert.Equal(statistics.ToJson(), FileStatistics.Parse(statistics.ToJson()).ToJson());
    }

    [Fact]
    public void Long_texts_are_cut_so_that_the_bounds_still_hold()
    {
        var text = new string('a', 31) + "😀" + new string('b', 100);
        var range = Of(ArrowTypes.Utf8, text, text);

        Assert.Equal(new string('a', 31), range.Min!.GetValue<string>());
        Assert.Equal(new string('a', 31) + "\U0010FFFF", range.Max!.GetValue<string>());
        Assert.True(string.CompareOrdinal(range.Min.GetValue<string>(), text) <= 0);
        Assert.Equal(new string('x', 32), Of(ArrowTypes.Utf8, "a", new string('x', 32)).Max!.GetValue<string>());
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("-inf")]
    [InlineData("")]
    public void A_number_without_json_gives_no_bound(string text) => Assert.Null(Of(ArrowTypes.Float64, text, text).Max);

    [Theory]
    [InlineData("0044-03-15 (BC)")]
    [InlineData("10000-01-01")]
    public void A_date_that_others_cannot_read_gives_no_bound(string text) => Assert.Null(Of(ArrowTypes.Date32, text, text).Min);

    [Fact]
    public void A_column_with_nan_has_no_upper_bound()
    {
        var range = new ColumnRange("1.5", "2.5", 0, HasNaN: true);
        var column = FileStatistics.Of(
            new Schema(new Field("c", ArrowTypes.Float64)), 1, new Dictionary<string, ColumnRange> { ["c"] = range }).Columns["c"];
        Assert.Equal((1.5, null), (column.Min!.GetValue<double>(), column.Max));
    }

    [Theory]
    [InlineData("{\"minValues\":{\"numRecords\":1},\"numRecords\":7}", 7)]
    [InlineData("{\"minValues\":{\"numRecords\":1}}", null)]
    [InlineData("{}", null)]
    public void A_file_knows_its_rows(string stats, int? rows) => Assert.Equal(rows, new AddFile("a", 1, 1) { Stats = stats }.Rows);

    [Fact]
    public void Booleans_and_bytes_have_no_bounds()
    {
        Assert.Null(Of(ArrowTypes.Boolean, "false", "true").Max);
        Assert.Null(Of(ArrowTypes.Binary, "a", "b").Max);
    }

    [Fact]
    public void Bounds_are_those_of_the_stored_type()
    {
        Assert.Equal("12:30:00", Of(new TimeType(TimeUnit.Microsecond), "12:30:00", "12:30:00").Min!.GetValue<string>());
        Assert.Equal("18446744073709551615", Of(ArrowTypes.UInt64, "0", "18446744073709551615").Max!.ToJsonString());
    }

    private static ColumnStatistics Of(ArrowType type, string min, string max) => FileStatistics.Of(
        new Schema(new Field("c", type)), 1, new Dictionary<string, ColumnRange> { ["c"] = new(min, max, 0) }).Columns["c"];
}
