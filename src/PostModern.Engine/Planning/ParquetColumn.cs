namespace PostModern.Engine.Planning;

/// <summary>A leaf of a Parquet file's schema.</summary>
/// <param name="Name">The key of the top-level column that it belongs to.</param>
/// <param name="FieldId">That column's id; null without.</param>
/// <param name="Type">DuckDB's name of the type of a column that is a leaf itself; null inside others.</param>
internal sealed record ParquetColumn(object Name, object? FieldId, string? Type)
{
    public bool IsOneOf(IReadOnlySet<object>? columns) => columns is null || columns.Contains(Name) || (FieldId is not null && columns.Contains(FieldId));
}
