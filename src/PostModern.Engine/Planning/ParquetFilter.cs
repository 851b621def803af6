using System.Globalization;
using System.Text.Json;

namespace PostModern.Engine.Planning;

/// <summary>A comparison of a column with a constant, by which DuckDB skips row groups.</summary>
/// <remarks>
/// Only comparisons are told here of which it is certain that DuckDB skips the same row groups, since what it reads must have been fetched:
/// whole numbers, dates and times, by the exact minimum and maximum in the footer.
/// </remarks>
/// <param name="Column">The column's key, as <see cref="ParquetReads.Key"/> gives it.</param>
/// <param name="Type">DuckDB's name of the constant's type.</param>
/// <param name="Comparison">As in plans: <c>COMPARE_EQUAL</c> and the like.</param>
/// <param name="Constant">A number; days or microseconds since 1970.</param>
internal sealed record ParquetFilter(object Column, string Type, string Comparison, long Constant)
{
    private static readonly string[] s_timestamps = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];

    public static IEnumerable<ParquetFilter> Find(JsonElement filters, IReadOnlyList<string> names)
    {
        foreach (var filter in filters.GetProperty("filters").EnumerateArray())
        {
            if (filter.GetProperty("key").GetUInt64() is var key && key < (ulong)names.Count)
            {
                foreach (var found in Find(filter.GetProperty("value"), ParquetReads.Key(names[(int)key])))
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>Whether no value between a minimum and a maximum can meet it.</summary>
    /// <param name="type">DuckDB's name of the column's type in the file.</param>
    /// <param name="min">The least value, as DuckDB shows it; null when unknown.</param>
    /// <param name="max">The greatest value.</param>
    public bool Excludes(string? type, string? min, string? max) =>
        type == Type && Parse(type, min) is { } least && Parse(type, max) is { } most && Comparison switch
        {
            "COMPARE_EQUAL" => Constant < least || Constant > most,
            "COMPARE_LESSTHAN" => least >= Constant,
            "COMPARE_LESSTHANOREQUALTO" => least > Constant,
            "COMPARE_GREATERTHAN" => most <= Constant,
            "COMPARE_GREATERTHANOREQUALTO" => most < Constant,
            _ => false,
        };

    private static IEnumerable<ParquetFilter> Find(JsonElement filter, object column)
    {
        switch (filter.GetProperty("filter_type").GetString())
        {
            case "CONJUNCTION_AND":
                return filter.GetProperty("child_filters").EnumerateArray().SelectMany(f => Find(f, column));
            case "CONSTANT_COMPARISON":
                var constant = filter.GetProperty("constant");
                var type = constant.GetProperty("type").GetProperty("id").GetString()!;
                return IsKnown(type) && !constant.GetProperty("is_null").GetBoolean() && constant.GetProperty("value").TryGetInt64(out var value)
                    ? [new ParquetFilter(column, type, filter.GetProperty("comparison_type").GetString()!, value)]
                    : [];
            default:
                return [];
        }
    }

    private static bool IsKnown(string type) => type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "DATE" or "TIMESTAMP";

    private static long? Parse(string type, string? text) => type switch
    {
        "DATE" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            : null,
        "TIMESTAMP" => DateTime.TryParseExact(text, s_timestamps, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null,
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
