using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Arrow's time units in the CLR's ticks of 100 ns; nanoseconds are cut, towards the past.</summary>
internal static class TimeTicks
{
    public static long From(long value, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => checked(value * TimeSpan.TicksPerSecond),
        TimeUnit.Millisecond => checked(value * TimeSpan.TicksPerMillisecond),
        TimeUnit.Microsecond => checked(value * TimeSpan.TicksPerMicrosecond),
        _ => FloorDivide(value, TimeSpan.NanosecondsPerTick),
    };

    public static long FloorDivide(long value, long divisor) => value / divisor - (value % divisor < 0 ? 1 : 0);
}
