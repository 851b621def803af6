using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Reads rows of nested columns as CLR collections.</summary>
internal static class NestedValue
{
    public static object? Get(Column column, int row) => column.Type switch
    {
        ListType or FixedSizeListType => GetList(column, row),
        StructType type => GetStruct(column, type, row),
        MapType => GetMap(column, row),
        UnionType type => GetUnion(column, type, row),
        DictionaryType type => ColumnValue.Get(column.Dictionary!, checked((int)ColumnValue.ReadInteger(column, type.Index, row))),
        _ => throw new ServerException(ErrorCode.Unsupported, $"Values of type {column.Type} can't be read."),
    };

    private static object?[] GetList(Column column, int row)
    {
        var (start, length) = column.GetRange(row);
        var items = new object?[length];
        for (var i = 0; i < length; i++)
        {
            items[i] = ColumnValue.Get(column.Children[0], start + i);
        }

        return items;
    }

    /// <summary>By name; a row without names, such as DuckDB's <c>(1, 'a')</c>, is a list of its values.</summary>
    private static object GetStruct(Column column, StructType type, int row)
    {
        if (type.IsTuple)
        {
            return column.Children.Select(child => ColumnValue.Get(child, column.Offset + row)).ToArray();
        }

        var values = new Dictionary<string, object?>(type.Fields.Count);
        for (var i = 0; i < type.Fields.Count; i++)
        {
            values[type.Fields[i].Name] = ColumnValue.Get(column.Children[i], column.Offset + row);
        }

        return values;
    }

    private static List<KeyValuePair<object?, object?>> GetMap(Column column, int row)
    {
        var (start, length) = column.GetRange(row);
        var entries = column.Children[0];
        var values = new List<KeyValuePair<object?, object?>>(length);
        for (var i = entries.Offset + start; i < entries.Offset + start + length; i++)
        {
            values.Add(new(ColumnValue.Get(entries.Children[0], i), ColumnValue.Get(entries.Children[1], i)));
        }

        return values;
    }

    private static object? GetUnion(Column column, UnionType type, int row)
    {
        var at = column.Offset + row;
        var alternative = IndexOf(type.TypeIds, column.Buffers[0].Span[at]);
        return ColumnValue.Get(column.Children[alternative], type.IsDense ? MemoryMarshal.Cast<byte, int>(column.Buffers[1].Span)[at] : at);
    }

    private static int IndexOf(ValueList<int> typeIds, int typeId)
    {
        for (var i = 0; i < typeIds.Count; i++)
        {
            if (typeIds[i] == typeId)
            {
                return i;
            }
        }

        throw new ServerException(ErrorCode.InvalidInput, $"A union row has the type code {typeId}, which its type does not list.");
    }
}
