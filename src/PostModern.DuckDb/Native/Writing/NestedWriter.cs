using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Lists, arrays, structs, maps, unions; and dictionaries, which DuckDB gets decoded.</summary>
internal static unsafe class NestedWriter
{
    public static void Write(Column source, nint vector, int at)
    {
        switch (source.Type)
        {
            case ListType or MapType:
                WriteList(source, vector, at);
                break;
            case FixedSizeListType { Size: var size }:
                var elements = source.Children[0].Slice(source.Offset * size, source.Length * size);
                VectorWriter.Write(elements, duckdb_array_vector_get_child(vector), at * size);
                break;
            case StructType:
                WriteFields(source, vector, at);
                break;
            case UnionType type:
                WriteUnion(source, type, vector, at);
                break;
            default:
                WriteDictionary(source, vector, at);
                break;
        }
    }

    /// <summary>Which member a union row has chosen.</summary>
    internal static int UnionMember(Column source, UnionType type, int row)
    {
        var id = source.Values<sbyte>()[row];
        return type.TypeIds.Index().First(member => member.Item == id).Index;
    }

    /// <summary>The row of the chosen member that holds a union's value.</summary>
    internal static int UnionRow(Column source, UnionType type, int row) => type.IsDense
        ? MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span)[source.Offset + row]
        : source.Offset + row;

    /// <summary>The row of the dictionary that holds a row's value.</summary>
    internal static int DictionaryRow(Column source, int row) => ((DictionaryType)source.Type).Index switch
    {
        { BitWidth: 8 } => source.Values<byte>()[row],
        { BitWidth: 16 } => source.Values<ushort>()[row],
        { BitWidth: 32 } => source.Values<int>()[row],
        _ => checked((int)source.Values<long>()[row]),
    };

    private static void WriteList(Column source, nint vector, int at)
    {
        if (source.Length == 0)
        {
            return;
        }

        var first = source.GetRange(0).Start;
        var (lastStart, lastLength) = source.GetRange(source.Length - 1);
        var count = lastStart + lastLength - first;
        var end = duckdb_list_vector_get_size(vector);
        duckdb_list_vector_reserve(vector, end + (ulong)count);
        duckdb_list_vector_set_size(vector, end + (ulong)count);
        VectorWriter.Write(source.Children[0].Slice(first, count), duckdb_list_vector_get_child(vector), (int)end);

        var entries = (ListEntry*)duckdb_vector_get_data(vector) + at;
        for (var i = 0; i < source.Length; i++)
        {
            var (start, length) = source.GetRange(i);
            entries[i] = new ListEntry(end + (ulong)(start - first), (ulong)length);
        }
    }

    private static void WriteFields(Column source, nint vector, int at)
    {
        for (var i = 0; i < source.Children.Length; i++)
        {
            var field = source.Children[i].Slice(source.Offset, source.Length);
            VectorWriter.Write(field, duckdb_struct_vector_get_child(vector, (ulong)i), at);
        }
    }

    private static void WriteUnion(Column source, UnionType type, nint vector, int at)
    {
        var tags = (byte*)duckdb_vector_get_data(duckdb_struct_vector_get_child(vector, 0)) + at;
        for (var i = 0; i < source.Length; i++)
        {
            var chosen = UnionMember(source, type, i);
            tags[i] = (byte)chosen;
            for (var member = 0; member < source.Children.Length; member++)
            {
                var target = duckdb_struct_vector_get_child(vector, (ulong)member + 1);
                if (member == chosen)
                {
                    VectorWriter.Write(source.Children[member].Slice(UnionRow(source, type, i), 1), target, at + i);
                }
                else
                {
                    NullWriter.SetNull(type.Fields[member].Type, target, at + i);
                }
            }
        }
    }

    private static void WriteDictionary(Column source, nint vector, int at)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (!source.IsNull(i))
            {
                VectorWriter.Write(source.Dictionary!.Slice(DictionaryRow(source, i), 1), vector, at + i);
            }
        }
    }
}
