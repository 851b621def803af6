using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>One row of a column → <c>duckdb_value</c>: for parameters.</summary>
internal static class ValueWriter
{
    private const int MostDigits = 38;

    /// <exception cref="OverflowException">The value is out of DuckDB's range, which the message says; the caller knows whose it is.</exception>
    public static ValueHandle Create(Column column, int row) => column.IsNull(row)
        ? duckdb_create_null_value()
        : column.Type switch
        {
            BooleanType => duckdb_create_bool(column.GetBoolean(row) ? (byte)1 : (byte)0),
            IntType type => CreateInteger(column, type, row),
            FloatType { BitWidth: 16 } => duckdb_create_float((float)column.Values<Half>()[row]),
            FloatType { BitWidth: 32 } => duckdb_create_float(column.Values<float>()[row]),
            FloatType => duckdb_create_double(column.Values<double>()[row]),
            DecimalType type => CreateDecimal(column, type, row),
            StringType => CreateText(column.GetBytes(row)),
            BinaryType or FixedSizeBinaryType => CreateBlob(column.GetBytes(row)),
            DateType or TimeType or TimestampType or DurationType or IntervalType => TemporalValueWriter.Create(column, row),
            _ => NestedValueWriter.Create(column, row),
        };

    private static ValueHandle CreateInteger(Column column, IntType type, int row) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => duckdb_create_int8(column.Values<sbyte>()[row]),
        (16, true) => duckdb_create_int16(column.Values<short>()[row]),
        (32, true) => duckdb_create_int32(column.Values<int>()[row]),
        (64, true) => duckdb_create_int64(column.Values<long>()[row]),
        (8, false) => duckdb_create_uint8(column.Values<byte>()[row]),
        (16, false) => duckdb_create_uint16(column.Values<ushort>()[row]),
        (32, false) => duckdb_create_uint32(column.Values<uint>()[row]),
        _ => duckdb_create_uint64(column.Values<ulong>()[row]),
    };

    /// <summary>A whole number beyond DECIMAL is a HUGEINT or UHUGEINT, so that those come back from a client.</summary>
    private static ValueHandle CreateDecimal(Column column, DecimalType type, int row)
    {
        var value = DecimalWriter.Unscaled(column, row);
        var target = DuckMapping.ToDuck(type);
        if (BigInteger.Abs(value) < (BigInteger)DecimalWriter.Limit(target.Width))
        {
            return duckdb_create_decimal(new NativeDecimal(target.Width, target.Scale, HugeInt.From((UInt128)(Int128)value)));
        }

        return type is { Scale: 0, Precision: >= MostDigits } && value <= UInt128.MaxValue && value >= Int128.MinValue
            ? value <= Int128.MaxValue
                ? duckdb_create_hugeint(HugeInt.From((UInt128)(Int128)value))
                : duckdb_create_uhugeint(HugeInt.From((UInt128)value))
            : throw DecimalWriter.TooLong(value, target);
    }

    // An empty span is a null pointer, which is not an empty text to DuckDB.
    private static ValueHandle CreateText(ReadOnlySpan<byte> text) =>
        duckdb_create_varchar_length(text.IsEmpty ? "\0"u8 : text, (ulong)text.Length);

    private static ValueHandle CreateBlob(ReadOnlySpan<byte> bytes) =>
        duckdb_create_blob(bytes.IsEmpty ? "\0"u8 : bytes, (ulong)bytes.Length);
}
