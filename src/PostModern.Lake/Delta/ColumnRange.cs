namespace PostModern.Lake.Delta;

/// <summary>What a Parquet writer tells of one column of one file, as text in DuckDB's spelling.</summary>
/// <param name="Min">A lower bound; null when unknown or when all rows are null.</param>
/// <param name="Max">An upper bound; null likewise.</param>
/// <param name="NullCount">Rows that are null; null when unknown.</param>
/// <param name="HasNaN">Whether a value is NaN, which sorts above every number: there is no upper bound then.</param>
public readonly record struct ColumnRange(string? Min, string? Max, long? NullCount, bool HasNaN = false)
{
    /// <summary>A struct's fields, by physical name; null for other types.</summary>
    public IReadOnlyDictionary<string, ColumnRange>? Fields { get; init; }
}
