using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>How a boxed value becomes a type's fixed-width storage; chosen once a column.</summary>
internal static class PrimitiveConversion
{
    /// <summary>A <c>Func&lt;object, T&gt;</c> where T is the storage of <paramref name="type"/>; null when it has no fixed-width storage.</summary>
    public static Delegate? For(ArrowType type) => type switch
    {
        IntType number => ForInteger(number),
        FloatType { BitWidth: 16 } => new Func<object, Half>(value => (Half)NumberConversion.ToDouble(value)),
        FloatType { BitWidth: 32 } => new Func<object, float>(value => (float)NumberConversion.ToDouble(value)),
        FloatType => new Func<object, double>(NumberConversion.ToDouble),
        DateType { Unit: DateUnit.Day } => new Func<object, int>(TemporalConversion.ToDays),
        DateType => new Func<object, long>(value => value is long milliseconds ? milliseconds : TemporalConversion.ToDays(value) * 86_400_000L),
        TimeType { BitWidth: 32, Unit: var unit } => new Func<object, int>(value => checked((int)TemporalConversion.ToTime(value, unit))),
        TimeType { Unit: var unit } => new Func<object, long>(value => TemporalConversion.ToTime(value, unit)),
        TimestampType timestamp => new Func<object, long>(value => TemporalConversion.ToTimestamp(value, timestamp)),
        DurationType { Unit: var unit } => new Func<object, long>(value => TemporalConversion.ToDuration(value, unit)),
        IntervalType { Unit: IntervalUnit.YearMonth } => new Func<object, int>(NumberConversion.ToInteger<int>),
        IntervalType { Unit: IntervalUnit.DayTime } => new Func<object, DayTime>(TemporalConversion.ToDayTime),
        IntervalType => new Func<object, MonthDayNano>(TemporalConversion.ToMonthDayNano),
        _ => null,
    };

    private static Delegate ForInteger(IntType type) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => new Func<object, sbyte>(NumberConversion.ToInteger<sbyte>),
        (16, true) => new Func<object, short>(NumberConversion.ToInteger<short>),
        (32, true) => new Func<object, int>(NumberConversion.ToInteger<int>),
        (64, true) => new Func<object, long>(NumberConversion.ToInteger<long>),
        (8, false) => new Func<object, byte>(NumberConversion.ToInteger<byte>),
        (16, false) => new Func<object, ushort>(NumberConversion.ToInteger<ushort>),
        (32, false) => new Func<object, uint>(NumberConversion.ToInteger<uint>),
        _ => new Func<object, ulong>(NumberConversion.ToInteger<ulong>),
    };
}
