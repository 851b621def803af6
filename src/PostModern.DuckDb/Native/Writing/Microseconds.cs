using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>DuckDB's unit for most times.</summary>
internal static class Microseconds
{
    /// <summary>Nanoseconds are cut towards the past.</summary>
    /// <exception cref="ServerException">InvalidInput: out of DuckDB's range.</exception>
    public static long From(long value, TimeUnit unit)
    {
        try
        {
            return unit switch
            {
                TimeUnit.Second => checked(value * 1_000_000),
                TimeUnit.Millisecond => checked(value * 1_000),
                TimeUnit.Microsecond => value,
                _ => (long)Math.Floor(value / 1000m),
            };
        }
        catch (OverflowException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"{value} ({unit}) is out of DuckDB's range of times.");
        }
    }
}
