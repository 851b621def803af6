using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Arrays;

public sealed class ColumnBuilderTests
{
    private static readonly Guid SomeGuid = new("00112233-4455-6677-8899-aabbccddeeff");

    /// <summary>Type, what is appended, what is read back.</summary>
    public static TheoryData<ArrowType, object, object> Conversions => new()
    {
        { ArrowTypes.Int64, 7, 7L },
        { ArrowTypes.Int64, 7.0, 7L },
        { ArrowTypes.Int64, 7m, 7L },
        { ArrowTypes.Int64, "-7", -7L },
        { ArrowTypes.Int64, new BigInteger(7), 7L },
        { ArrowTypes.Int64, DayOfWeek.Friday, 5L },
        { ArrowTypes.Int8, 127L, (sbyte)127 },
        { ArrowTypes.UInt64, ulong.MaxValue, ulong.MaxValue },
        { ArrowTypes.Float32, 1.5, 1.5f },
        { ArrowTypes.Float64, 3, 3.0 },
        { ArrowTypes.Boolean, 1, true },
        { ArrowTypes.Utf8, 1.5, "1.5" },
        { ArrowTypes.Utf8, true, "true" },
        { ArrowTypes.Utf8, SomeGuid, "00112233-4455-6677-8899-aabbccddeeff" },
        { ArrowTypes.Utf8, new DateTime(2024, 2, 29, 13, 14, 15), "2024-02-29 13:14:15" },
        { new FixedSizeBinaryType(16), SomeGuid, Convert.FromHexString("00112233445566778899AABBCCDDEEFF") },
        { ArrowTypes.Binary, new byte[] { 1, 2 }, new byte[] { 1, 2 } },
        { new DecimalType(10, 2), 1.005m, 1.01m },
        { new DecimalType(10, 2), -1.005m, -1.01m },
        { new DecimalType(10, 2), "12.5", 12.50m },
        { new DecimalType(10, 2), 7, 7.00m },
        { new DecimalType(10, 2), 0.1, 0.10m },
        { new DecimalType(38, 0), Int128.MaxValue / 2, BigInteger.Parse("85070591730234615865843651857942052863") },
        { new DecimalType(38, 10), new BigDecimal(BigInteger.Pow(10, 37), 10), 1000000000000000000000000000m },
        { new DecimalType(38, 10), new BigDecimal(BigInteger.Pow(10, 37) + 1, 10), new BigDecimal(BigInteger.Pow(10, 37) + 1, 10) },
        { ArrowTypes.Date32, new DateTime(2024, 2, 29, 23, 0, 0), new DateOnly(2024, 2, 29) },
        { ArrowTypes.Date32, "1969-12-31", new DateOnly(1969, 12, 31) },
        { ArrowTypes.Date32, new DateOnly(1, 1, 1), new DateOnly(1, 1, 1) },
        { new DateType(DateUnit.Millisecond), new DateOnly(1969, 12, 31), new DateOnly(1969, 12, 31) },
        { new TimeType(TimeUnit.Second), new TimeOnly(1, 2, 3, 999), new TimeOnly(1, 2, 3) },
        { new TimeType(TimeUnit.Nanosecond), new TimeSpan(1, 2, 3), new TimeOnly(1, 2, 3) },
        { ArrowTypes.Timestamp, new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)), new DateTime(2024, 1, 1, 12, 0, 0) },
        { ArrowTypes.TimestampUtc, new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)), new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero) },
        { ArrowTypes.TimestampUtc, "2024-01-01T12:00:00+02:00", new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero) },
        { new TimestampType(TimeUnit.Second), new DateTime(1969, 12, 31, 23, 59, 59, 500), new DateTime(1969, 12, 31, 23, 59, 59) },
        { new TimestampType(TimeUnit.Nanosecond), -1L, new DateTime(1969, 12, 31, 23, 59, 59).AddTicks(9_999_999) },
        { new DurationType(TimeUnit.Millisecond), TimeSpan.FromSeconds(-1.5), TimeSpan.FromSeconds(-1.5) },
        { new IntervalType(IntervalUnit.MonthDayNano), new TimeSpan(3, 0, 0, 1), new MonthDayNano(0, 3, 1_000_000_000) },
        { new IntervalType(IntervalUnit.YearMonth), 14, new MonthDayNano(14, 0, 0) },
        { new ListType(ArrowTypes.Int64), new List<int> { 1, 2 }, new object?[] { 1L, 2L } },
        { new FixedSizeListType(ArrowTypes.Float32, 2), new[] { 1f, 2f }, new object?[] { 1f, 2f } },
        { new MapType(ArrowTypes.Utf8, ArrowTypes.Int64), new Dictionary<string, int> { ["a"] = 1 }, new List<KeyValuePair<object?, object?>> { new("a", 1L) } },
        { new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8), "word", "word" },
    };

    public static TheoryData<ArrowType, object> Misfits => new()
    {
        { ArrowTypes.Int8, 128 },
        { ArrowTypes.Int64, 7.5 },
        { ArrowTypes.Int64, "seven" },
        { ArrowTypes.UInt32, -1 },
        { ArrowTypes.Boolean, "maybe" },
        { ArrowTypes.Binary, "text" },
        { ArrowTypes.Utf8, new object() },
        { ArrowTypes.Null, 1 },
        { ArrowTypes.Date32, "yesterday" },
        { ArrowTypes.Timestamp, true },
        { new DecimalType(4, 2), 100m },
        { new FixedSizeBinaryType(4), new byte[3] },
        { new FixedSizeListType(ArrowTypes.Int32, 2), new[] { 1, 2, 3 } },
        { new ListType(ArrowTypes.Utf8), "text" },
        { new StructType(new Field("a", ArrowTypes.Int32)), new Dictionary<string, object?> { ["b"] = 1 } },
        { new TimestampType(TimeUnit.Nanosecond), new DateTime(9999, 1, 1) },
    };

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_value_is_converted_to_the_columns_type(ArrowType type, object value, object expected)
    {
        var builder = ColumnBuilder.Create(type);
        builder.AppendValue(value);
        builder.AppendValue(null);
        builder.AppendValue(DBNull.Value);

        var column = builder.Build();

        Assert.Equal([expected, null, null], BatchAssert.Values(column));
        Assert.Equal(2, column.NullCount);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_value_that_does_not_fit_is_refused(ArrowType type, object value)
    {
        var builder = ColumnBuilder.Create(type);

        var error = Assert.Throws<ServerException>(() => builder.AppendValue(value));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
    }

    [Fact]
    public void Struct_values_come_by_name_or_by_position()
    {
        var builder = ColumnBuilder.Create(new StructType(new Field("a", ArrowTypes.Int32), new Field("b", ArrowTypes.Utf8)));
        builder.AppendValue(new Dictionary<string, object?> { ["b"] = "x" });
        builder.AppendValue(new object?[] { 2, "y" });

        var column = builder.Build();

        Assert.Equal(new Dictionary<string, object?> { ["a"] = null, ["b"] = "x" }, ColumnValue.Get(column, 0));
        Assert.Equal(new Dictionary<string, object?> { ["a"] = 2, ["b"] = "y" }, ColumnValue.Get(column, 1));
    }

    [Fact]
    public void A_union_takes_each_value_into_the_alternative_of_its_type()
    {
        FieldList fields = [new("text", ArrowTypes.Utf8), new("flag", ArrowTypes.Boolean), new("big", ArrowTypes.Int64), new("words", new ListType(ArrowTypes.Utf8))];
        var builder = (UnionBuilder)ColumnBuilder.Create(new UnionType(true, fields, [0, 1, 2, 3]));
        object?[] values = ["x", true, 5L, new object?[] { "a", "b" }, null];
        foreach (var value in values)
        {
            builder.AppendValue(value);
        }

        var column = builder.Build();

        Assert.Equal(values, BatchAssert.Values(column));
        Assert.Equal([0, 1, 2, 3, 0], column.Buffers[0].ToArray());
        Assert.Throws<ServerException>(() => builder.AppendValue(1.5));
    }

    [Fact]
    public void A_builder_starts_empty_after_handing_its_rows_over()
    {
        foreach (var field in SampleTypes.All)
        {
            var builder = ColumnBuilder.Create(field.Type);
            builder.AppendNull();
            var first = builder.Build();
            Assert.Equal(0, builder.Length);
            builder.AppendNull();
            builder.AppendNull();

            Assert.Equal(1, first.Length);
            Assert.Equal([null, null], BatchAssert.Values(builder.Build()));
        }
    }

    [Fact]
    public void A_column_without_nulls_has_no_validity()
    {
        var builder = new PrimitiveBuilder<int>(ArrowTypes.Int32);
        builder.Append([1, 2, 3]);
        builder.Append(4);

        var column = builder.Build();

        Assert.True(column.Validity.IsEmpty);
        Assert.Equal([1, 2, 3, 4], column.Values<int>());
    }

    [Fact]
    public void A_late_null_leaves_earlier_rows_valid()
    {
        var builder = new Utf8Builder();
        for (var i = 0; i < 1_000; i++)
        {
            builder.Append($"row {i}");
        }

        builder.AppendNull();
        var column = builder.Build();

        Assert.Equal(1, column.NullCount);
        Assert.Equal("row 999", column.GetString(999));
        Assert.Null(column.GetString(1_000));
    }

    [Fact]
    public void Storage_of_another_width_is_refused() => Assert.Throws<ArgumentException>(() => new PrimitiveBuilder<long>(ArrowTypes.Int32));

    [Fact]
    public void Rows_that_are_half_written_are_refused()
    {
        var list = new ListBuilder(new ListType(ArrowTypes.Int32));
        list.Items.AppendValue(1);
        Assert.Throws<InvalidOperationException>(list.AppendNull);

        var fields = new StructBuilder(new StructType(new Field("a", ArrowTypes.Int32)));
        Assert.Throws<InvalidOperationException>(fields.Append);

        var map = new MapBuilder(new MapType(ArrowTypes.Utf8, ArrowTypes.Int32));
        map.Keys.AppendValue("k");
        Assert.Throws<InvalidOperationException>(map.Append);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1_000_000)]
    public void A_date_that_dotnet_does_not_have_says_so(int days)
    {
        var builder = new PrimitiveBuilder<int>(ArrowTypes.Date32);
        builder.Append(days);
        var column = builder.Build();

        var error = Assert.Throws<ServerException>(() => ColumnValue.Get(column, 0));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("VARCHAR", error.Message);
    }
}
