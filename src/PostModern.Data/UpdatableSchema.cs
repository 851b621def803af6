using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using PostModern.Arrow.Types;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>What a command builder must know of a query: which table its columns are from, and which of them find a row again.</summary>
internal static class UpdatableSchema
{
    /// <exception cref="InvalidOperationException">A key column isn't in the query.</exception>
    public static DataTable Of(PostModernCommand query, QualifiedName table, ISet<string> keys)
    {
        var connection = query.Connection ?? throw new InvalidOperationException("The adapter's query has no connection.");
        var wasClosed = connection.State == ConnectionState.Closed;
        if (wasClosed)
        {
            connection.Open();
        }

        try
        {
            using var everything = new PostModernCommand($"SELECT * FROM {table.ToSql()}", connection);
            return Of(Describe(query), [.. Describe(everything).Select(column => column.ColumnName)], table, keys);
        }
        finally
        {
            if (wasClosed)
            {
                connection.Close();
            }
        }
    }

    private static DataTable Of(ReadOnlyCollection<DbColumn> columns, HashSet<string> writable, QualifiedName table, ISet<string> keys)
    {
        if (keys.FirstOrDefault(key => !columns.Any(column => string.Equals(column.ColumnName, key, StringComparison.OrdinalIgnoreCase))) is { } missing)
        {
            throw new InvalidOperationException($"The key column '{missing}' is not among those of the query: {string.Join(", ", columns.Select(column => column.ColumnName))}.");
        }

        var schema = ColumnSchema.ToTable(columns);
        for (var i = 0; i < columns.Count; i++)
        {
            var (row, name) = (schema.Rows[i], columns[i].ColumnName);
            var isColumn = writable.Contains(name);
            var isComparable = isColumn && IsScalar(((PostModernColumn)columns[i]).ArrowType);
            row[SchemaTableOptionalColumn.BaseCatalogName] = (object?)table.Catalog ?? DBNull.Value;
            row[SchemaTableColumn.BaseSchemaName] = (object?)table.Schema ?? DBNull.Value;
            row[SchemaTableColumn.BaseTableName] = table.Name;
            row[SchemaTableColumn.BaseColumnName] = isColumn ? name : DBNull.Value;
            row[SchemaTableColumn.IsExpression] = !isColumn;
            row[SchemaTableOptionalColumn.IsReadOnly] = !isColumn;
            row[SchemaTableColumn.IsLong] = !isComparable;
            row[SchemaTableColumn.IsKey] = isComparable && (keys.Count == 0 || keys.Contains(name));
        }

        return schema;
    }

    private static bool IsScalar(ArrowType type) => type is not (BinaryType or ListType or FixedSizeListType or StructType or MapType or UnionType);

    private static ReadOnlyCollection<DbColumn> Describe(PostModernCommand command)
    {
        using var reader = command.ExecuteReader(CommandBehavior.SchemaOnly);
        return reader.GetColumnSchema();
    }
}
