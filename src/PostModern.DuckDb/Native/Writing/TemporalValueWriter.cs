using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Dates, times and intervals → <c>duckdb_value</c>.</summary>
internal static class TemporalValueWriter
{
    public static ValueHandle Create(Column column, int row) => column.Type switch
    {
        DateType { Unit: DateUnit.Day } => duckdb_create_date(column.Values<int>()[row]),
        DateType => duckdb_create_date(MillisecondsToDays.Convert(column.Values<long>()[row])),
        TimeType { Unit: TimeUnit.Nanosecond } => duckdb_create_time_ns(KeepNanoseconds.Convert(column.Values<long>()[row])),
        TimeType type => duckdb_create_time(ToMicroseconds(type.Unit, column, row)),
        TimestampType type => CreateTimestamp(type, column.Values<long>()[row]),
        DurationType { Unit: var unit } => duckdb_create_interval(
            new NativeInterval(0, 0, Microseconds.From(column.Values<long>()[row], unit))),
        _ => duckdb_create_interval(ToInterval(((IntervalType)column.Type).Unit, column, row)),
    };

    /// <summary>A time for a place that wants TIME, which DuckDB compares with no TIME_NS.</summary>
    public static ValueHandle CreateTime(Column column, int row) =>
        duckdb_create_time(ToMicroseconds(((TimeType)column.Type).Unit, column, row));

    private static long ToMicroseconds(TimeUnit unit, Column column, int row) => unit switch
    {
        TimeUnit.Second => TimeFromSeconds.Convert(column.Values<int>()[row]),
        TimeUnit.Millisecond => TimeFromMilliseconds.Convert(column.Values<int>()[row]),
        TimeUnit.Microsecond => TimeFromMicroseconds.Convert(column.Values<long>()[row]),
        _ => TimeFromNanoseconds.Convert(column.Values<long>()[row]),
    };

    private static NativeInterval ToInterval(IntervalUnit unit, Column column, int row) => unit switch
    {
        IntervalUnit.YearMonth => IntervalFromMonths.Convert(column.Values<int>()[row]),
        IntervalUnit.DayTime => IntervalFromDays.Convert(column.Values<DayTime>()[row]),
        _ => IntervalFromNanoseconds.Convert(column.Values<MonthDayNano>()[row]),
    };

    private static ValueHandle CreateTimestamp(TimestampType type, long value) => type switch
    {
        { Timezone: not null, Unit: var unit } => duckdb_create_timestamp_tz(Microseconds.From(value, unit)),
        { Unit: TimeUnit.Second } => duckdb_create_timestamp_s(value),
        { Unit: TimeUnit.Millisecond } => duckdb_create_timestamp_ms(value),
        { Unit: TimeUnit.Nanosecond } => duckdb_create_timestamp_ns(value),
        _ => duckdb_create_timestamp(value),
    };
}
