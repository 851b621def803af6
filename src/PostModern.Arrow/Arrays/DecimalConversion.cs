using System.Globalization;
using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Between CLR numbers and a decimal column's unscaled integers.</summary>
internal static class DecimalConversion
{
    private const int MaxDecimalScale = 28;
    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    public static BigInteger ToUnscaled(object value, DecimalType type)
    {
        var unscaled = ToBigDecimal(value).Rescale(type.Scale);
        return BigInteger.Abs(unscaled) < BigInteger.Pow(10, type.Precision)
            ? unscaled
            : throw new OverflowException($"The number has more than {type.Precision} digits.");
    }

    /// <summary>A <see cref="decimal"/> where it fits, a <see cref="BigInteger"/> for larger whole numbers, else a <see cref="BigDecimal"/>.</summary>
    public static object ToClr(Int128 unscaled, int scale)
    {
        // The smallest Int128 has no positive counterpart; its magnitude is only right unsigned.
        var magnitude = (UInt128)(unscaled < 0 ? unchecked(-unscaled) : unscaled);
        if (scale is < 0 or > MaxDecimalScale || magnitude >> 96 != 0)
        {
            return ToClr((BigInteger)unscaled, scale);
        }

        return new decimal((int)magnitude, (int)(magnitude >> 32), (int)(magnitude >> 64), unscaled < 0, (byte)scale);
    }

    public static object ToClr(BigInteger unscaled, int scale)
    {
        var number = new BigDecimal(unscaled, scale);
        while (number.Scale > 0 && (number.Scale > MaxDecimalScale || BigInteger.Abs(number.Unscaled) > MaxMantissa))
        {
            var quotient = BigInteger.DivRem(number.Unscaled, 10, out var remainder);
            if (!remainder.IsZero)
            {
                return new BigDecimal(unscaled, scale);
            }

            number = new BigDecimal(quotient, number.Scale - 1);
        }

        if (number.Scale <= 0)
        {
            var whole = number.Rescale(0);
            return BigInteger.Abs(whole) > MaxMantissa ? whole : (decimal)whole;
        }

        return ToClr((Int128)number.Unscaled, number.Scale);
    }

    private static BigDecimal ToBigDecimal(object value) => value switch
    {
        decimal number => FromDecimal(number),
        BigDecimal number => number,
        BigInteger number => new BigDecimal(number, 0),
        UInt128 number => new BigDecimal(number, 0),
        double or float or Half => BigDecimal.Parse(NumberConversion.ToDouble(value).ToString("F15", CultureInfo.InvariantCulture)),
        string text => BigDecimal.Parse(text),
        _ => new BigDecimal(NumberConversion.ToInt128(value), 0),
    };

    private static BigDecimal FromDecimal(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var magnitude = new BigInteger((uint)parts[2]) << 64 | new BigInteger((uint)parts[1]) << 32 | (uint)parts[0];
        return new BigDecimal(decimal.IsNegative(number) ? -magnitude : magnitude, number.Scale);
    }
}
