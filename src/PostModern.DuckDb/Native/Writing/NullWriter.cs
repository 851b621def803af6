using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Marks rows as null, and with a row all that it is made of: DuckDB reads a struct's fields without asking the struct.</summary>
internal static unsafe class NullWriter
{
    public static void Write(Column source, nint vector, int at)
    {
        // Some writers count no nulls in columns of nothing else.
        if (source.Type is not NullType && (source.NullCount == 0 || source.Validity.IsEmpty))
        {
            return;
        }

        for (var i = 0; i < source.Length; i++)
        {
            if (source.IsNull(i))
            {
                SetNull(source.Type, vector, at + i);
            }
        }
    }

    /// <summary>Makes one row null, at every depth.</summary>
    public static void SetNull(ArrowType type, nint vector, int row)
    {
        duckdb_vector_ensure_validity_writable(vector);
        duckdb_vector_get_validity(vector)[row >> 6] &= ~(1UL << (row & 63));
        switch (type)
        {
            case StructType fields:
                SetFieldsNull(fields.Fields, vector, row, 0);
                break;
            case UnionType members:
                SetNull(ArrowTypes.UInt8, duckdb_struct_vector_get_child(vector, 0), row);
                SetFieldsNull(members.Fields, vector, row, 1);
                break;
            case FixedSizeListType array:
                var items = duckdb_array_vector_get_child(vector);
                for (var i = 0; i < array.Size; i++)
                {
                    SetNull(array.Item.Type, items, (row * array.Size) + i);
                }

                break;
        }
    }

    private static void SetFieldsNull(FieldList fields, nint vector, int row, int firstChild)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            SetNull(fields[i].Type, duckdb_struct_vector_get_child(vector, (ulong)(firstChild + i)), row);
        }
    }
}
