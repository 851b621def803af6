using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>DuckDB has no half floats.</summary>
internal readonly struct WidenHalf : IConversion<Half, float>
{
    public static float Convert(Half value) => (float)value;
}

/// <summary>Date64 to DATE.</summary>
internal readonly struct MillisecondsToDays : IConversion<long, int>
{
    private const long PerDay = 86_400_000;

    public static int Convert(long value)
    {
        var days = (value / PerDay) - (value % PerDay < 0 ? 1 : 0);
        return days is > -int.MaxValue and < int.MaxValue
            ? (int)days
            : throw new OverflowException($"{value} milliseconds from 1970 on are outside of DuckDB's dates.");
    }
}

/// <summary>Time32 in seconds to TIME.</summary>
internal readonly struct TimeFromSeconds : IConversion<int, long>
{
    public static long Convert(int value) => DayTimes.Check(value, TimeUnit.Second) * 1_000_000L;
}

/// <summary>Time32 in milliseconds to TIME.</summary>
internal readonly struct TimeFromMilliseconds : IConversion<int, long>
{
    public static long Convert(int value) => DayTimes.Check(value, TimeUnit.Millisecond) * 1_000L;
}

/// <summary>Time64 in microseconds to TIME.</summary>
internal readonly struct TimeFromMicroseconds : IConversion<long, long>
{
    public static long Convert(long value) => DayTimes.Check(value, TimeUnit.Microsecond);
}

/// <summary>Time64 in nanoseconds to TIME, cut to microseconds.</summary>
internal readonly struct TimeFromNanoseconds : IConversion<long, long>
{
    public static long Convert(long value) => DayTimes.Check(value, TimeUnit.Nanosecond) / 1000;
}

/// <summary>Time64 in nanoseconds to TIME_NS.</summary>
internal readonly struct KeepNanoseconds : IConversion<long, long>
{
    public static long Convert(long value) => DayTimes.Check(value, TimeUnit.Nanosecond);
}

/// <summary>Calendar intervals lose their last three digits.</summary>
internal readonly struct IntervalFromNanoseconds : IConversion<MonthDayNano, NativeInterval>
{
    public static NativeInterval Convert(MonthDayNano value) => new(value.Months, value.Days, value.Nanoseconds / 1000);
}

/// <summary>Intervals of months.</summary>
internal readonly struct IntervalFromMonths : IConversion<int, NativeInterval>
{
    public static NativeInterval Convert(int value) => new(value, 0, 0);
}

/// <summary>Intervals of days and milliseconds.</summary>
internal readonly struct IntervalFromDays : IConversion<DayTime, NativeInterval>
{
    public static NativeInterval Convert(DayTime value) => new(0, value.Days, value.Milliseconds * 1000L);
}
