using System.Data.Common;

namespace PostModern.Benchmarks.Provider;

/// <summary>The rows of all measures: BIGINT, INTEGER, DOUBLE, VARCHAR(20), TIMESTAMP, BOOLEAN.</summary>
internal readonly record struct SixColumns(long Id, int Number, double Value, string Name, DateTime Time, bool Flag)
{
    public const string Definition = "(id BIGINT, number INTEGER, value DOUBLE PRECISION, name VARCHAR(20), time TIMESTAMP, flag BOOLEAN)";

    private static readonly DateTime s_start = new(2020, 1, 1);

    public static SixColumns Of(int i) => new(i, i % 1000, i / 7.0, $"name {i % 100_000:D5} of row", s_start.AddSeconds(i), i % 3 == 0);

    /// <summary>A number that depends on every value, so that none is read in vain.</summary>
    public static double Sum(DbDataReader reader, string? name) =>
        reader.GetInt64(0) + reader.GetInt32(1) + reader.GetDouble(2) + (name?.Length ?? 0) + reader.GetDateTime(4).Second + (reader.GetBoolean(5) ? 1 : 0);
}
