namespace PostModern.Lake.Delta;

/// <summary>What a Parquet writer tells of one column of one file, as text in DuckDB's spelling.</summary>
/// <param name="Min">A lower bound; null when unknown or when all rows are null.</param>
/// <param name="Max">An upper bound; null likewise.</param>
/// <param name="NullCount">Rows that are null; null when unknown.</param>
public readonly record struct ColumnRange(string? Min, string? Max, long? NullCount);
