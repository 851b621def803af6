using System.Numerics;
using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Decimals of 32 to 256 bits into the integers under DuckDB's DECIMAL, which takes up to 38 digits.</summary>
internal static unsafe class DecimalWriter
{
    private static readonly Int128[] Limits = [.. Enumerable.Range(0, 39).Select(digits => (Int128)BigInteger.Pow(10, digits))];

    /// <exception cref="OverflowException">A value has more digits than its type.</exception>
    public static void Write(Column source, nint vector, int at)
    {
        switch (((DecimalType)source.Type).BitWidth)
        {
            case 32:
                Write<int, Widen<int>>(source, vector, at);
                break;
            case 64:
                Write<long, Widen<long>>(source, vector, at);
                break;
            case 128:
                Write<Int128, Widen<Int128>>(source, vector, at);
                break;
            default:
                Write<WideInteger, NarrowWide>(source, vector, at);
                break;
        }
    }

    /// <summary>The integer of a row that is not null, before the point is set.</summary>
    public static BigInteger Unscaled(Column source, int row)
    {
        var width = ((DecimalType)source.Type).BitWidth / 8;
        return new BigInteger(source.Buffers[0].Span.Slice((source.Offset + row) * width, width));
    }

    /// <summary>The first integer of more digits.</summary>
    public static Int128 Limit(int digits) => Limits[digits];

    /// <summary>A value with its point, and what is wrong with it.</summary>
    public static OverflowException TooLong(BigInteger unscaled, DuckType target) => new(
        $"{new BigDecimal(unscaled, target.Scale)} has more digits than {TypeNames.Format(target)} holds.");

    private static void Write<TFrom, TConversion>(Column source, nint vector, int at)
        where TFrom : unmanaged
        where TConversion : struct, IConversion<TFrom, Int128>
    {
        var type = DuckMapping.ToDuck(source.Type);
        var values = MemoryMarshal.Cast<byte, TFrom>(source.Buffers[0].Span).Slice(source.Offset, source.Length);
        var target = duckdb_vector_get_data(vector);
        switch (type.Storage)
        {
            case DuckDbTypeId.SmallInt:
                Write<TFrom, short, TConversion>(source, values, type, (short*)target + at);
                break;
            case DuckDbTypeId.Integer:
                Write<TFrom, int, TConversion>(source, values, type, (int*)target + at);
                break;
            case DuckDbTypeId.BigInt:
                Write<TFrom, long, TConversion>(source, values, type, (long*)target + at);
                break;
            default:
                Write<TFrom, Int128, TConversion>(source, values, type, (Int128*)target + at);
                break;
        }
    }

    private static void Write<TFrom, TTo, TConversion>(Column source, ReadOnlySpan<TFrom> values, DuckType type, TTo* target)
        where TFrom : unmanaged
        where TTo : unmanaged, INumber<TTo>
        where TConversion : struct, IConversion<TFrom, Int128>
    {
        var limit = Limit(type.Width);
        for (var i = 0; i < values.Length; i++)
        {
            // Under a null lies anything.
            var value = source.IsNull(i) ? 0 : TConversion.Convert(values[i]);
            if (value >= limit || value <= -limit)
            {
                throw TooLong(Unscaled(source, i), type);
            }

            target[i] = TTo.CreateTruncating(value);
        }
    }

    private readonly struct Widen<T> : IConversion<T, Int128>
        where T : INumber<T>
    {
        public static Int128 Convert(T value) => Int128.CreateTruncating(value);
    }

    /// <summary>What needs more than 128 bits has more than 38 digits, as the largest Int128 has.</summary>
    private readonly struct NarrowWide : IConversion<WideInteger, Int128>
    {
        public static Int128 Convert(WideInteger value)
        {
            var low = (Int128)value.Lower;
            var sign = low < 0 ? UInt128.MaxValue : 0;
            return value.Upper == sign ? low : Int128.MaxValue;
        }
    }
}
