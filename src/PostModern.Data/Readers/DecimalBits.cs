using System.Data.SqlTypes;
using System.Numerics;

namespace PostModern.Data.Readers;

/// <summary>Arrow's decimals (a scaled Int128) as the CLR's.</summary>
internal static class DecimalBits
{
    private const int MaxScale = 28;
    private static readonly UInt128 Limit = UInt128.One << 96;

    /// <summary>Exact conversion; trailing zeros beyond the CLR's 28 digits are dropped, other digits are not.</summary>
    public static bool TryToDecimal(Int128 unscaled, int scale, out decimal value)
    {
        while (scale > 0 && (scale > MaxScale || Magnitude(unscaled) >= Limit) && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        for (; scale < 0 && Magnitude(unscaled) < Limit; scale++)
        {
            unscaled *= 10;
        }

        var magnitude = Magnitude(unscaled);
        if (scale is < 0 or > MaxScale || magnitude >= Limit)
        {
            value = default;
            return false;
        }

        value = new decimal(
            (int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), Int128.IsNegative(unscaled), (byte)scale);
        return true;
    }

    /// <summary>The integral part.</summary>
    public static BigInteger ToInteger(Int128 unscaled, int scale) =>
        scale >= 0 ? (BigInteger)unscaled / BigInteger.Pow(10, scale) : unscaled * BigInteger.Pow(10, -scale);

    // Division of two exact doubles rounds once; the power is exact up to 10^22.
    public static double ToDouble(Int128 unscaled, int scale) =>
        scale == 0 ? (double)unscaled
        : TryToDecimal(unscaled, scale, out var value) ? (double)value
        : (double)unscaled / Math.Pow(10, scale);

    public static SqlDecimal ToSqlDecimal(Int128 unscaled, int precision, int scale)
    {
        var magnitude = Magnitude(unscaled);
        return new SqlDecimal(
            (byte)precision,
            (byte)scale,
            !Int128.IsNegative(unscaled),
            (int)(uint)magnitude,
            (int)(uint)(magnitude >> 32),
            (int)(uint)(magnitude >> 64),
            (int)(uint)(magnitude >> 96));
    }

    private static UInt128 Magnitude(Int128 value) => Int128.IsNegative(value) ? (UInt128)(-value) : (UInt128)value;
}
