using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Copies Arrow columns into DuckDB's vectors: results of functions and rows of table functions.</summary>
/// <remarks>The vector has the type that <see cref="DuckDb.Types.DuckMapping"/> gives for the column's.</remarks>
internal static unsafe class VectorWriter
{
    /// <summary>Writes all rows of <paramref name="source"/> into <paramref name="vector"/>, from row <paramref name="at"/> on.</summary>
    /// <exception cref="OverflowException">A value is out of DuckDB's range, which the message says; the caller knows whose it is.</exception>
    public static void Write(Column source, nint vector, int at)
    {
        WriteValues(source, vector, at);
        NullWriter.Write(source, vector, at);
    }

    /// <summary>Copies values that are the same bytes in both systems.</summary>
    internal static void CopyFixed(Column source, nint vector, int at, int width)
    {
        var target = (byte*)duckdb_vector_get_data(vector) + ((long)at * width);
        source.Buffers[0].Span.Slice(source.Offset * width, source.Length * width).CopyTo(new Span<byte>(target, source.Length * width));
    }

    private static void WriteValues(Column source, nint vector, int at)
    {
        switch (source.Type)
        {
            case NullType:
                break;
            case BooleanType:
                WriteBooleans(source, vector, at);
                break;
            case StringType or BinaryType or FixedSizeBinaryType:
                TextWriter.Write(source, vector, at);
                break;
            case ListType or MapType or FixedSizeListType or StructType or UnionType or DictionaryType:
                NestedWriter.Write(source, vector, at);
                break;
            case DecimalType:
                DecimalWriter.Write(source, vector, at);
                break;
            case FloatType { BitWidth: 16 } or DateType { Unit: DateUnit.Millisecond }
                or TimeType or TimestampType or DurationType or IntervalType:
                ConvertingWriter.Write(source, vector, at);
                break;
            default:
                CopyFixed(source, vector, at, Width(source.Type));
                break;
        }
    }

    private static void WriteBooleans(Column source, nint vector, int at)
    {
        var target = (byte*)duckdb_vector_get_data(vector) + at;
        var bits = source.Buffers[0].Span;
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = BitMap.Get(bits, source.Offset + i) ? (byte)1 : (byte)0;
        }
    }

    private static int Width(ArrowType type) => type switch
    {
        IntType integer => integer.BitWidth / 8,
        FloatType number => number.BitWidth / 8,
        _ => sizeof(int),
    };
}
