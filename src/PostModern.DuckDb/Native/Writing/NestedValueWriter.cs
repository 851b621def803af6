using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Lists, arrays, structs, maps, unions and dictionaries → <c>duckdb_value</c>.</summary>
internal static class NestedValueWriter
{
    public static ValueHandle Create(Column column, int row)
    {
        switch (column.Type)
        {
            case DictionaryType:
                return ValueWriter.Create(column.Dictionary!, NestedWriter.DictionaryRow(column, row));
            case UnionType union:
                return CreateUnion(column, union, row);
            case StructType:
                var fields = column.Children.Select(child => ValueWriter.Create(child, column.Offset + row));
                return Combine(column.Type, fields, duckdb_create_struct_value);
            case MapType map:
                return CreateMap(column, map, row);
            default:
                return CreateList(column, row);
        }
    }

    private static ValueHandle CreateList(Column column, int row)
    {
        var (start, length) = column.GetRange(row);
        var items = Enumerable.Range(start, length).Select(at => ValueWriter.Create(column.Children[0], at));
        return Combine(column.Children[0].Type, items, column.Type is FixedSizeListType
            ? static (type, values) => duckdb_create_array_value(type, values, (ulong)values.Length)
            : static (type, values) => duckdb_create_list_value(type, values, (ulong)values.Length));
    }

    private static ValueHandle CreateMap(Column column, MapType map, int row)
    {
        var (start, length) = column.GetRange(row);
        var entries = column.Children[0];
        var keysThenValues = entries.Children.SelectMany(
            child => Enumerable.Range(entries.Offset + start, length), ValueWriter.Create);
        return Combine(map, keysThenValues, (type, values) =>
            duckdb_create_map_value(type, values[..length], values[length..], (ulong)length));
    }

    private static ValueHandle CreateUnion(Column column, UnionType union, int row)
    {
        var member = NestedWriter.UnionMember(column, union, row);
        using var type = LogicalTypeWriter.Create(DuckMapping.ToDuck(union));
        using var value = ValueWriter.Create(column.Children[member], NestedWriter.UnionRow(column, union, row));
        return duckdb_create_union_value(type, (ulong)member, value);
    }

    private static ValueHandle Combine(ArrowType arrow, IEnumerable<ValueHandle> parts, Func<LogicalTypeHandle, nint[], ValueHandle> create)
    {
        var handles = parts.ToArray();
        try
        {
            using var type = LogicalTypeWriter.Create(DuckMapping.ToDuck(arrow));
            return create(type, [.. handles.Select(handle => handle.DangerousGetHandle())]);
        }
        finally
        {
            Array.ForEach(handles, handle => handle.Dispose());
        }
    }
}
