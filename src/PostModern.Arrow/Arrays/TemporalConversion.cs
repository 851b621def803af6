using System.Globalization;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>CLR dates and times to Arrow's counts of units. Plain integers are taken as the column's own unit.</summary>
internal static class TemporalConversion
{
    private const long NanosecondsPerTick = 100;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int ToDays(object value) => value switch
    {
        DateOnly date => date.DayNumber - EpochDay,
        DateTime time => DateOnly.FromDateTime(time).DayNumber - EpochDay,
        DateTimeOffset time => DateOnly.FromDateTime(time.DateTime).DayNumber - EpochDay,
        string text => DateOnly.Parse(text, CultureInfo.InvariantCulture).DayNumber - EpochDay,
        _ => checked((int)ToCount(value)),
    };

    public static long ToTime(object value, TimeUnit unit) => value switch
    {
        TimeOnly time => FromTicks(time.Ticks, unit),
        TimeSpan time => FromTicks(time.Ticks, unit),
        DateTime time => FromTicks(time.TimeOfDay.Ticks, unit),
        string text => FromTicks(TimeOnly.Parse(text, CultureInfo.InvariantCulture).Ticks, unit),
        _ => checked((long)ToCount(value)),
    };

    /// <summary>A naive column keeps the wall clock of a value with an offset; a column with a zone keeps the instant.</summary>
    public static long ToTimestamp(object value, TimestampType type) => value switch
    {
        DateTime { Kind: DateTimeKind.Local } time when type.Timezone is not null => SinceEpoch(time.ToUniversalTime(), type.Unit),
        DateTime time => SinceEpoch(time, type.Unit),
        DateTimeOffset time => SinceEpoch(type.Timezone is null ? time.DateTime : time.UtcDateTime, type.Unit),
        DateOnly date => SinceEpoch(date.ToDateTime(TimeOnly.MinValue), type.Unit),
        string text when type.Timezone is null => SinceEpoch(DateTime.Parse(text, CultureInfo.InvariantCulture), type.Unit),
        string text => SinceEpoch(ParseInstant(text), type.Unit),
        _ => checked((long)ToCount(value)),
    };

    public static long ToDuration(object value, TimeUnit unit) => value switch
    {
        TimeSpan span => FromTicks(span.Ticks, unit),
        string text => FromTicks(TimeSpan.Parse(text, CultureInfo.InvariantCulture).Ticks, unit),
        _ => checked((long)ToCount(value)),
    };

    public static MonthDayNano ToMonthDayNano(object value) => value switch
    {
        TimeSpan span => new MonthDayNano(0, span.Days, FromTicks(span.Ticks % TimeSpan.TicksPerDay, TimeUnit.Nanosecond)),
        DayTime interval => new MonthDayNano(0, interval.Days, interval.Milliseconds * 1_000_000L),
        _ => throw new InvalidCastException(),
    };

    public static DayTime ToDayTime(object value) => value switch
    {
        TimeSpan span => new DayTime(span.Days, (int)(span.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMillisecond)),
        _ => throw new InvalidCastException(),
    };

    private static Int128 ToCount(object value) => value is bool ? throw new InvalidCastException() : NumberConversion.ToInt128(value);

    private static DateTime ParseInstant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;

    private static long SinceEpoch(DateTime time, TimeUnit unit) => FromTicks((time - DateTime.UnixEpoch).Ticks, unit);

    /// <summary>Floors, so that instants before 1970 keep their order.</summary>
    private static long FromTicks(long ticks, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => FloorDivide(ticks, TimeSpan.TicksPerSecond),
        TimeUnit.Millisecond => FloorDivide(ticks, TimeSpan.TicksPerMillisecond),
        TimeUnit.Microsecond => FloorDivide(ticks, TimeSpan.TicksPerMicrosecond),
        _ => checked(ticks * NanosecondsPerTick),
    };

    private static long FloorDivide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
