namespace PostModern.Lake.Delta;

/// <summary>How one column lies in the Parquet files, in DuckDB's SQL.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="StorageType">The type in the files: writers cast to it.</param>
/// <param name="DuckDbType">The type that readers cast back to; null when it is the storage type.</param>
public sealed record DeltaColumn(string Name, string StorageType, string? DuckDbType);
