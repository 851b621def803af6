using System.Data;
using System.Globalization;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data;
using PostModern.Data.Transport;

namespace PostModern.Tests.Data;

/// <summary>What parameters look like on the wire.</summary>
public sealed class ParameterBatchTests
{
    public static TheoryData<object, ArrowType> Inferred => new()
    {
        { 1, ArrowTypes.Int32 },
        { 1L, ArrowTypes.Int64 },
        { (byte)1, ArrowTypes.UInt8 },
        { 1.5f, ArrowTypes.Float32 },
        { "text", ArrowTypes.Utf8 },
        { true, ArrowTypes.Boolean },
        { 12.345m, new DecimalType(5, 3) },
        { -0.5m, new DecimalType(2, 1) },
        { new DateOnly(2024, 1, 2), ArrowTypes.Date32 },
        { new TimeOnly(1, 2), new TimeType(TimeUnit.Microsecond) },
        { new DateTime(2024, 1, 2), ArrowTypes.Timestamp },
        { new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc), ArrowTypes.TimestampUtc },
        { new byte[] { 1 }, ArrowTypes.Binary },
        { new[] { 1f, 2f }, new ListType(ArrowTypes.Float32) },
        { new List<string>(), new ListType(ArrowTypes.Null) },
        { new object?[] { null, 1 }, new ListType(ArrowTypes.Int32) },
        { new BigInteger(7), new DecimalType(38, 0) },
    };

    [Theory]
    [MemberData(nameof(Inferred))]
    public void The_type_follows_the_value(object value, ArrowType type)
    {
        using var batch = Build(value);

        Assert.Equal(type, batch.Schema.Fields[0].Type);
        Assert.Equal(1, batch.Length);
        Assert.False(batch.Columns[0].IsNull(0));
    }

    [Fact]
    public void Values_arrive_unchanged()
    {
        using var batch = ParameterBatch.Build(
        [
            new("a", 7, null), new("b", "sieben", null), new("c", 7.25m, null), new("d", new[] { 7, 8 }, null), new("e", DBNull.Value, ArrowTypes.Null),
        ]);

        Assert.Equal(["a", "b", "c", "d", "e"], batch.Schema.Fields.Select(field => field.Name));
        Assert.Equal(7, ColumnValue.Get(batch.Columns[0], 0));
        Assert.Equal("sieben", ColumnValue.Get(batch.Columns[1], 0));
        Assert.Equal(7.25m, ColumnValue.Get(batch.Columns[2], 0));
        Assert.Equal([7, 8], (object?[])ColumnValue.Get(batch.Columns[3], 0)!);
        Assert.True(batch.Columns[4].IsNull(0));
    }

    [Fact]
    public void A_Guid_travels_as_text()
    {
        var id = Guid.NewGuid();
        using var batch = Build(id);

        Assert.Equal(id.ToString(), ColumnValue.Get(batch.Columns[0], 0));
    }

    [Fact]
    public void Enums_travel_as_numbers_and_time_spans_as_intervals()
    {
        using var day = Build(DayOfWeek.Tuesday);
        using var span = Build(new TimeSpan(1, 2, 3, 4));

        Assert.Equal(2, ColumnValue.Get(day.Columns[0], 0));
        Assert.Equal(new MonthDayNano(0, 1, 7_384_000_000_000), ColumnValue.Get(span.Columns[0], 0));
    }

    [Fact]
    public void Dictionaries_are_structs_or_maps()
    {
        using var row = Build(new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" });
        using var map = Build(new Dictionary<string, int> { ["a"] = 1 });

        Assert.Equal(new StructType(new Field("a", ArrowTypes.Int32), new Field("b", ArrowTypes.Utf8)), row.Schema.Fields[0].Type);
        Assert.Equal(new MapType(ArrowTypes.Utf8, ArrowTypes.Int32), map.Schema.Fields[0].Type);
    }

    [Fact]
    public void A_type_that_was_asked_for_wins()
    {
        using var batch = ParameterBatch.Build([new("x", 7, ParameterTypes.ToArrow(new PostModernParameter("x", 7) { DbType = DbType.Int64 }))]);

        Assert.Equal(7L, ColumnValue.Get(batch.Columns[0], 0));
        Assert.Throws<InvalidCastException>(() => ParameterBatch.Build([new("x", "seven", ArrowTypes.Int64)]));
    }

    [Fact]
    public void What_SQL_has_no_type_for_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => Build(new object()));
        Assert.Throws<NotSupportedException>(() => Build(new object[] { 1, "one" }));
        Assert.Throws<NotSupportedException>(() => Build(CultureInfo.InvariantCulture));
    }

    private static RecordBatch Build(object value) => ParameterBatch.Build([new ParameterValue("x", value, null)]);
}
