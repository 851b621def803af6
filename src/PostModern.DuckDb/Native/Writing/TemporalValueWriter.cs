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
        TimeType { BitWidth: 32, Unit: var unit } => duckdb_create_time(Microseconds.From(column.Values<int>()[row], unit)),
        TimeType { Unit: TimeUnit.Nanosecond } => duckdb_create_time_ns(column.Values<long>()[row]),
        TimeType => duckdb_create_time(column.Values<long>()[row]),
        TimestampType type => CreateTimestamp(type, column.Values<long>()[row]),
        DurationType { Unit: var unit } => duckdb_create_interval(
            new NativeInterval(0, 0, Microseconds.From(column.Values<long>()[row], unit))),
        _ => duckdb_create_interval(ToMicroseconds.Convert(column.Values<MonthDayNano>()[row])),
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
