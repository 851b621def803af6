using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Times of day: from 00:00:00 up to SQL's 24:00:00.</summary>
internal static class DayTimes
{
    /// <exception cref="OverflowException">The value is no time of day.</exception>
    public static long Check(long value, TimeUnit unit) => value >= 0 && value <= DayLength(unit)
        ? value
        : throw new OverflowException($"{value} ({unit}) is no time of day; they go from 0 to {DayLength(unit)}.");

    private static long DayLength(TimeUnit unit) => 86_400 * unit switch
    {
        TimeUnit.Second => 1L,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
