namespace PostModern.Flight.Commands;

/// <summary>Keys of field metadata that drivers show as result set metadata; flags are "1" or "0".</summary>
public static class ColumnMetadata
{
    private const string Prefix = "ARROW:FLIGHT:SQL:";

    public const string CatalogName = Prefix + "CATALOG_NAME";
    public const string SchemaName = Prefix + "SCHEMA_NAME";
    public const string TableName = Prefix + "TABLE_NAME";
    public const string TypeName = Prefix + "TYPE_NAME";
    public const string Precision = Prefix + "PRECISION";
    public const string Scale = Prefix + "SCALE";
    public const string IsAutoIncrement = Prefix + "IS_AUTO_INCREMENT";
    public const string IsCaseSensitive = Prefix + "IS_CASE_SENSITIVE";
    public const string IsReadOnly = Prefix + "IS_READ_ONLY";
    public const string IsSearchable = Prefix + "IS_SEARCHABLE";

    /// <summary>Only in the schemas of GetTables: JDBC takes it for the column's label elsewhere.</summary>
    public const string Remarks = Prefix + "REMARKS";
}
