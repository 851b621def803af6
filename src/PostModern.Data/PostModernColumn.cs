using System.Data.Common;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Flight.Commands;

namespace PostModern.Data;

/// <summary>What is known about a column of a result.</summary>
public sealed class PostModernColumn : DbColumn
{
    internal PostModernColumn(ColumnReader column, int ordinal)
    {
        var field = column.Field;
        ArrowType = field.Type;
        ColumnName = field.Name;
        ColumnOrdinal = ordinal;
        ColumnSize = field.Type is FixedSizeBinaryType { ByteWidth: var width } ? width : -1;
        DataType = column.ClrType;
        DataTypeName = column.DataTypeName;
        AllowDBNull = field.IsNullable;
        IsLong = field.Type is StringType or BinaryType;

        // Nobody tells which columns of a query can be written, and a DataTable of columns that are all read-only could not be edited.
        IsReadOnly = false;
        NumericPrecision = (field.Type as DecimalType)?.Precision;
        NumericScale = (field.Type as DecimalType)?.Scale;
        BaseCatalogName = field.Metadata.GetValueOrDefault(ColumnMetadata.CatalogName);
        BaseSchemaName = field.Metadata.GetValueOrDefault(ColumnMetadata.SchemaName);
        BaseTableName = field.Metadata.GetValueOrDefault(ColumnMetadata.TableName);
        BaseColumnName = BaseTableName is null ? null : field.Name;
    }

    /// <summary>The type as it travels.</summary>
    public ArrowType ArrowType { get; }
}
