using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Reads single values as boxed CLR objects: for parameters, metadata and display, not for hot loops.</summary>
public static class ColumnValue
{
    /// <summary>The value of a row; null for null.</summary>
    /// <returns>
    /// string, bool, sbyte … ulong, Half, float, double, decimal (<see cref="BigInteger"/> or <see cref="BigDecimal"/> where it does not fit),
    /// byte[], DateOnly, TimeOnly, DateTime (Unspecified; timestamps without zone), DateTimeOffset (UTC; timestamps with zone), TimeSpan,
    /// <see cref="MonthDayNano"/>, object?[] (lists), Dictionary&lt;string, object?&gt; (structs, in field order),
    /// List&lt;KeyValuePair&lt;object?, object?&gt;&gt; (maps), or the chosen alternative's value (unions). Nanoseconds are cut to 100 ns ticks.
    /// </returns>
    /// <exception cref="ServerException">InvalidInput: a date or time that the CLR type can't hold.</exception>
    public static object? Get(Column column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, column.Length);
        if (column.IsNull(row))
        {
            return null;
        }

        return column.Type switch
        {
            BooleanType => column.GetBoolean(row),
            IntType type => GetInteger(column, type, row),
            FloatType { BitWidth: 16 } => Read<Half>(column, row),
            FloatType { BitWidth: 32 } => Read<float>(column, row),
            FloatType => Read<double>(column, row),
            DecimalType type => GetDecimal(column, type, row),
            StringType => column.GetString(row),
            BinaryType or FixedSizeBinaryType => column.GetBytes(row).ToArray(),
            DateType or TimeType or TimestampType or DurationType or IntervalType => GetTemporal(column, row),
            _ => NestedValue.Get(column, row),
        };
    }

    internal static T Read<T>(Column column, int row)
        where T : unmanaged
        => MemoryMarshal.Read<T>(column.Buffers[0].Span[((column.Offset + row) * Unsafe.SizeOf<T>())..]);

    /// <summary>A dictionary index or any other integer, widened.</summary>
    internal static long ReadInteger(Column column, IntType type, int row) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => Read<sbyte>(column, row),
        (16, true) => Read<short>(column, row),
        (32, true) => Read<int>(column, row),
        (64, true) => Read<long>(column, row),
        (8, false) => Read<byte>(column, row),
        (16, false) => Read<ushort>(column, row),
        (32, false) => Read<uint>(column, row),
        _ => checked((long)Read<ulong>(column, row)),
    };

    private static object GetInteger(Column column, IntType type, int row) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => Read<sbyte>(column, row),
        (16, true) => Read<short>(column, row),
        (32, true) => Read<int>(column, row),
        (64, true) => Read<long>(column, row),
        (8, false) => Read<byte>(column, row),
        (16, false) => Read<ushort>(column, row),
        (32, false) => Read<uint>(column, row),
        _ => Read<ulong>(column, row),
    };

    private static object GetDecimal(Column column, DecimalType type, int row) => type.BitWidth switch
    {
        32 => DecimalConversion.ToClr((Int128)Read<int>(column, row), type.Scale),
        64 => DecimalConversion.ToClr((Int128)Read<long>(column, row), type.Scale),
        128 => DecimalConversion.ToClr(Read<Int128>(column, row), type.Scale),
        _ => DecimalConversion.ToClr(new BigInteger(column.Buffers[0].Span.Slice((column.Offset + row) * 32, 32)), type.Scale),
    };

    private static object GetTemporal(Column column, int row) => column.Type switch
    {
        DateType { Unit: DateUnit.Day } => TemporalValue.ToDate(Read<int>(column, row)),
        DateType => TemporalValue.ToDate(Read<long>(column, row) / 86_400_000L),
        TimeType { BitWidth: 32, Unit: var unit } => TemporalValue.ToTime(Read<int>(column, row), unit),
        TimeType { Unit: var unit } => TemporalValue.ToTime(Read<long>(column, row), unit),
        TimestampType { Timezone: null, Unit: var unit } => TemporalValue.ToDateTime(Read<long>(column, row), unit),
        TimestampType { Unit: var unit } => TemporalValue.ToInstant(Read<long>(column, row), unit),
        DurationType { Unit: var unit } => TemporalValue.ToSpan(Read<long>(column, row), unit),
        IntervalType { Unit: IntervalUnit.YearMonth } => new MonthDayNano(Read<int>(column, row), 0, 0),
        IntervalType { Unit: IntervalUnit.DayTime } => Widen(Read<DayTime>(column, row)),
        _ => Read<MonthDayNano>(column, row),
    };

    private static MonthDayNano Widen(DayTime value) => new(0, value.Days, value.Milliseconds * 1_000_000L);
}
