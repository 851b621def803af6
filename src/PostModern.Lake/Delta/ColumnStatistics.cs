using System.Text.Json.Nodes;

namespace PostModern.Lake.Delta;

/// <summary>The range of a column in one file, as JSON values: numbers, or texts for strings, dates and timestamps.</summary>
/// <param name="Min">A lower bound; null when unknown.</param>
/// <param name="Max">An upper bound; null when unknown.</param>
/// <param name="NullCount">Rows that are null; null when unknown.</param>
public sealed record ColumnStatistics(JsonValue? Min, JsonValue? Max, long? NullCount)
{
    /// <summary>A struct's fields, which have the ranges in its place; null for other types.</summary>
    public IReadOnlyDictionary<string, ColumnStatistics>? Fields { get; init; }
}
