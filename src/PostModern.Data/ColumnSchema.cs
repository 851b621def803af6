using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Globalization;
using PostModern.Data.Readers;

namespace PostModern.Data;

/// <summary>A result's columns as ADO.NET describes them: as objects, and as the older table.</summary>
internal static class ColumnSchema
{
    private static readonly (string Name, Type Type, Func<DbColumn, object?> Value)[] TableColumns =
    [
        (SchemaTableColumn.ColumnName, typeof(string), column => column.ColumnName),
        (SchemaTableColumn.ColumnOrdinal, typeof(int), column => column.ColumnOrdinal),
        (SchemaTableColumn.ColumnSize, typeof(int), column => column.ColumnSize),
        (SchemaTableColumn.NumericPrecision, typeof(short), column => (short?)column.NumericPrecision),
        (SchemaTableColumn.NumericScale, typeof(short), column => (short?)column.NumericScale),
        (SchemaTableColumn.DataType, typeof(Type), column => column.DataType),
        (SchemaTableOptionalColumn.ProviderSpecificDataType, typeof(Type), column => column.DataType),
        (SchemaTableColumn.NonVersionedProviderType, typeof(int), column => (int)Type.GetTypeCode(column.DataType)),
        (SchemaTableColumn.ProviderType, typeof(int), column => (int)Type.GetTypeCode(column.DataType)),
        ("DataTypeName", typeof(string), column => column.DataTypeName),
        (SchemaTableColumn.IsLong, typeof(bool), column => column.IsLong),
        (SchemaTableColumn.AllowDBNull, typeof(bool), column => column.AllowDBNull),
        (SchemaTableOptionalColumn.IsReadOnly, typeof(bool), column => column.IsReadOnly),
        (SchemaTableOptionalColumn.IsRowVersion, typeof(bool), _ => false),
        (SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool), _ => false),
        (SchemaTableOptionalColumn.IsHidden, typeof(bool), _ => false),
        (SchemaTableColumn.IsUnique, typeof(bool), _ => false),
        (SchemaTableColumn.IsKey, typeof(bool), _ => false),
        (SchemaTableColumn.IsAliased, typeof(bool), column => column.IsAliased),
        (SchemaTableColumn.IsExpression, typeof(bool), column => column.IsExpression),
        (SchemaTableOptionalColumn.BaseCatalogName, typeof(string), column => column.BaseCatalogName),
        (SchemaTableColumn.BaseSchemaName, typeof(string), column => column.BaseSchemaName),
        (SchemaTableColumn.BaseTableName, typeof(string), column => column.BaseTableName),
        (SchemaTableColumn.BaseColumnName, typeof(string), column => column.BaseColumnName),
    ];

    public static ReadOnlyCollection<DbColumn> Describe(ColumnReader[] columns) =>
        new([.. columns.Select((column, ordinal) => new PostModernColumn(column, ordinal))]);

    public static DataTable ToTable(IEnumerable<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable") { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type, _) in TableColumns)
        {
            table.Columns.Add(name, type);
        }

        foreach (var column in columns)
        {
            table.Rows.Add([.. TableColumns.Select(cell => cell.Value(column) ?? DBNull.Value)]);
        }

        return table;
    }
}
