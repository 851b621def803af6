namespace PostModern.Lake.Delta;

/// <summary>How one column lies in the Parquet files, in DuckDB's SQL.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="StorageType">The type that Delta has for it: writers cast to it.</param>
/// <param name="DuckDbType">The type that readers cast back to; null when it is the storage type.</param>
public sealed record DeltaColumn(string Name, string StorageType, string? DuckDbType)
{
    /// <summary>What the column is called in the files, in their statistics and in partition values.</summary>
    public string PhysicalName { get; init; } = Name;

    /// <summary>The storage type as the files have it: fields of structs go by their physical names.</summary>
    public string PhysicalType { get; init; } = StorageType;

    /// <summary>The column's id in the files; null in tables without column mapping.</summary>
    public int? FieldId { get; init; }

    /// <summary>The type that queries see.</summary>
    public string Type => DuckDbType ?? StorageType;
}
