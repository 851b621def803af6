using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Dates, times and timestamps as CLR values.</summary>
public sealed class TemporalValueTests
{
    private static readonly DateTime Instant = new DateTime(2024, 2, 29, 13, 14, 15).AddTicks(1_234_560);

    [Fact]
    public void A_date_is_a_DateOnly()
    {
        using var reader = Results.ReadValue(ArrowTypes.Date32, new DateOnly(2024, 2, 29));

        Assert.Equal(new DateOnly(2024, 2, 29), reader.GetValue(0));
        Assert.Equal(new DateTime(2024, 2, 29), reader.GetDateTime(0));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), reader.GetFieldValue<DateTimeOffset>(0));
    }

    [Theory]
    [InlineData(TimeUnit.Millisecond)]
    [InlineData(TimeUnit.Microsecond)]
    [InlineData(TimeUnit.Nanosecond)]
    public void A_time_is_a_TimeOnly(TimeUnit unit)
    {
        using var reader = Results.ReadValue(new TimeType(unit), new TimeOnly(1, 2, 3, 4));

        Assert.Equal(new TimeOnly(1, 2, 3, 4), reader.GetValue(0));
        Assert.Equal(new TimeSpan(0, 1, 2, 3, 4), reader.GetFieldValue<TimeSpan>(0));
    }

    [Theory]
    [InlineData(TimeUnit.Microsecond, 86_400_000_000)]
    [InlineData(TimeUnit.Nanosecond, 86_400_000_000_000)]
    public void The_end_of_the_day_is_a_day(TimeUnit unit, long value)
    {
        using var reader = OfRaw(new TimeType(unit), value);

        Assert.Equal(TimeSpan.FromDays(1), reader.GetValue(0));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<TimeOnly>(0));
    }

    [Fact]
    public void A_timestamp_without_zone_has_no_kind()
    {
        using var reader = Results.ReadValue(ArrowTypes.Timestamp, Instant);

        var value = Assert.IsType<DateTime>(reader.GetValue(0));
        Assert.Equal((Instant, DateTimeKind.Unspecified), (value, value.Kind));
        Assert.Equal(new DateTimeOffset(Instant, TimeSpan.Zero), reader.GetFieldValue<DateTimeOffset>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DateOnly>(0));
    }

    [Fact]
    public void A_timestamp_with_zone_is_UTC()
    {
        using var reader = Results.ReadValue(ArrowTypes.TimestampUtc, new DateTimeOffset(Instant, TimeSpan.FromHours(2)));

        var value = Assert.IsType<DateTime>(reader.GetValue(0));
        Assert.Equal((Instant.AddHours(-2), DateTimeKind.Utc), (value, value.Kind));
        Assert.Equal(TimeSpan.Zero, reader.GetFieldValue<DateTimeOffset>(0).Offset);
    }

    [Theory]
    [InlineData(TimeUnit.Second, -1L, "1969-12-31T23:59:59")]
    [InlineData(TimeUnit.Millisecond, -1L, "1969-12-31T23:59:59.999")]
    [InlineData(TimeUnit.Microsecond, -1L, "1969-12-31T23:59:59.999999")]
    [InlineData(TimeUnit.Nanosecond, -1L, "1969-12-31T23:59:59.9999999")]
    public void Times_before_1970_are_cut_towards_the_past(TimeUnit unit, long value, string expected)
    {
        using var reader = OfRaw(new TimestampType(unit), value);

        Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), reader.GetDateTime(0));
    }

    [Fact]
    public void Infinity_is_the_last_instant_and_beyond_the_calendar_is_an_overflow()
    {
        using var infinity = OfRaw(ArrowTypes.Timestamp, long.MaxValue);
        using var past = OfRaw(ArrowTypes.Timestamp, -long.MaxValue);
        using var beyond = OfRaw(ArrowTypes.Timestamp, long.MaxValue - 1);

        Assert.Equal(DateTime.MaxValue, infinity.GetValue(0));
        Assert.Equal(DateTime.MinValue, past.GetValue(0));
        Assert.Throws<OverflowException>(() => beyond.GetValue(0));
    }

    private static PostModernDataReader OfRaw(ArrowType type, long value)
    {
        var builder = new PrimitiveBuilder<long>(type);
        builder.Append(value);
        var schema = new Schema(new Field("x", type));
        var reader = Results.Read(new PostModern.Data.Readers.ResultSet(schema, Results.Batches(new RecordBatch(schema, 1, [builder.Build()]))));
        Assert.True(reader.Read());
        return reader;
    }
}
