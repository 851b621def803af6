namespace PostModern.Arrow.Types;

/// <summary>The unit of a time, timestamp or duration; the numbers are those of Arrow's Schema.fbs.</summary>
public enum TimeUnit
{
    Second = 0,
    Millisecond = 1,
    Microsecond = 2,
    Nanosecond = 3,
}

/// <summary>The unit of a date; the numbers are those of Arrow's Schema.fbs.</summary>
public enum DateUnit
{
    Day = 0,
    Millisecond = 1,
}

/// <summary>The layout of an interval; the numbers are those of Arrow's Schema.fbs.</summary>
public enum IntervalUnit
{
    YearMonth = 0,
    DayTime = 1,
    MonthDayNano = 2,
}

/// <summary>Days (int32) or milliseconds (int64) since 1970-01-01.</summary>
public sealed record DateType(DateUnit Unit = DateUnit.Day) : ArrowType;

/// <summary>Time since midnight: int32 for seconds and milliseconds, int64 for finer units.</summary>
public sealed record TimeType(TimeUnit Unit) : ArrowType
{
    /// <summary>32 or 64.</summary>
    public int BitWidth => Unit <= TimeUnit.Millisecond ? 32 : 64;
}

/// <summary>int64 units since 1970-01-01T00:00:00: UTC when <paramref name="Timezone"/> is set, wall-clock otherwise.</summary>
public sealed record TimestampType(TimeUnit Unit, string? Timezone = null) : ArrowType;

/// <summary>int64 elapsed units.</summary>
public sealed record DurationType(TimeUnit Unit) : ArrowType;

/// <summary>A calendar interval; MonthDayNano is int32 months, int32 days, int64 nanoseconds.</summary>
public sealed record IntervalType(IntervalUnit Unit) : ArrowType;
