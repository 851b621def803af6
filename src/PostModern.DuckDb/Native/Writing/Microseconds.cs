using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>DuckDB's unit for instants and the times of intervals.</summary>
internal static class Microseconds
{
    /// <summary>Nanoseconds are cut towards the past.</summary>
    /// <exception cref="OverflowException">Out of DuckDB's range.</exception>
    public static long From(long value, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => Multiply(value, 1_000_000, unit),
        TimeUnit.Millisecond => Multiply(value, 1_000, unit),
        TimeUnit.Microsecond => value,
        _ => (value / 1000) - (value % 1000 < 0 ? 1 : 0),
    };

    private static long Multiply(long value, long factor, TimeUnit unit)
    {
        var micros = (Int128)value * factor;
        return micros >= long.MinValue && micros <= long.MaxValue
            ? (long)micros
            : throw new OverflowException($"{value} ({unit}) is out of DuckDB's range of times.");
    }
}
