using System.Data;
using System.Data.Common;
using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>The columns of a reader of any provider.</summary>
internal static class RecordColumns
{
    private static readonly Dictionary<Type, Func<string, ArrowType, int, ColumnWriter<IDataRecord>>> s_writers = new()
    {
        [typeof(bool)] = (name, type, at) => new RecordWriter<bool>(name, type, at, (row, i) => row.GetBoolean(i)),
        [typeof(byte)] = (name, type, at) => new RecordWriter<byte>(name, type, at, (row, i) => row.GetByte(i)),
        [typeof(short)] = (name, type, at) => new RecordWriter<short>(name, type, at, (row, i) => row.GetInt16(i)),
        [typeof(int)] = (name, type, at) => new RecordWriter<int>(name, type, at, (row, i) => row.GetInt32(i)),
        [typeof(long)] = (name, type, at) => new RecordWriter<long>(name, type, at, (row, i) => row.GetInt64(i)),
        [typeof(float)] = (name, type, at) => new RecordWriter<float>(name, type, at, (row, i) => row.GetFloat(i)),
        [typeof(double)] = (name, type, at) => new RecordWriter<double>(name, type, at, (row, i) => row.GetDouble(i)),
        [typeof(string)] = (name, type, at) => new RecordWriter<string>(name, type, at, (row, i) => row.GetString(i)),
        [typeof(DateTime)] = (name, type, at) => new RecordWriter<DateTime>(name, type, at, (row, i) => row.GetDateTime(i)),
    };

    public static IReadOnlyList<string> Names(IDataRecord reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    /// <exception cref="NotSupportedException">A column's type doesn't say what to send.</exception>
    public static ColumnWriter<IDataRecord>[] Create(IDataReader reader, IReadOnlyList<MappedColumn> columns)
    {
        var schema = (reader as IDbColumnSchemaGenerator)?.GetColumnSchema();
        return [.. columns.Select(column => Create(reader.GetFieldType(column.Source), schema?[column.Source], column))];
    }

    private static ColumnWriter<IDataRecord> Create(Type clrType, DbColumn? description, MappedColumn column)
    {
        var natural = clrType == typeof(decimal) && description is { NumericPrecision: { } precision, NumericScale: { } scale }
            ? ColumnTypes.Decimal(precision, scale)
            : ColumnTypes.Find(clrType);
        var type = column.Choose(natural, clrType);
        return s_writers.TryGetValue(clrType, out var create)
            ? create(column.Name, type, column.Source)
            : new RecordWriter<object>(column.Name, type, column.Source, (row, i) => row.GetValue(i));
    }
}
