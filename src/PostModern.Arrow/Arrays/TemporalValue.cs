using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Arrow's counts of units to CLR dates and times.</summary>
internal static class TemporalValue
{
    private static readonly long EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static DateOnly ToDate(long days) =>
        days < -EpochDay || days > DateOnly.MaxValue.DayNumber - EpochDay
            ? throw OutOfRange($"The date {days} days from 1970-01-01", "years 1 to 9999")
            : DateOnly.FromDayNumber((int)(days + EpochDay));

    public static TimeOnly ToTime(long count, TimeUnit unit)
    {
        var ticks = ToTicks(count, unit);
        return ticks < 0 || ticks >= TimeSpan.TicksPerDay
            ? throw OutOfRange($"The time of {count} {unit}s", "00:00 to 23:59:59.9999999")
            : new TimeOnly((long)ticks);
    }

    public static DateTime ToDateTime(long count, TimeUnit unit)
    {
        var ticks = ToTicks(count, unit) + DateTime.UnixEpoch.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks
            ? throw OutOfRange($"The timestamp {count} {unit}s from 1970-01-01", "years 1 to 9999")
            : new DateTime((long)ticks, DateTimeKind.Unspecified);
    }

    public static DateTimeOffset ToInstant(long count, TimeUnit unit) => new(ToDateTime(count, unit), TimeSpan.Zero);

    public static TimeSpan ToSpan(long count, TimeUnit unit)
    {
        var ticks = ToTicks(count, unit);
        return ticks < long.MinValue || ticks > long.MaxValue
            ? throw OutOfRange($"The duration of {count} {unit}s", "about 29,000 years")
            : new TimeSpan((long)ticks);
    }

    /// <summary>128 bits, so that seconds near the ends of int64 are refused and not wrapped.</summary>
    private static Int128 ToTicks(long count, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => (Int128)count * TimeSpan.TicksPerSecond,
        TimeUnit.Millisecond => (Int128)count * TimeSpan.TicksPerMillisecond,
        TimeUnit.Microsecond => (Int128)count * TimeSpan.TicksPerMicrosecond,
        _ => Math.DivRem(count, 100) is var (ticks, rest) && rest < 0 ? ticks - 1 : count / 100,
    };

    private static ServerException OutOfRange(string what, string range) =>
        new(ErrorCode.InvalidInput, $"{what} lies outside what .NET holds ({range}); cast it to VARCHAR.");
}
