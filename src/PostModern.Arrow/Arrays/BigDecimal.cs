using System.Globalization;
using System.Numerics;

namespace PostModern.Arrow.Arrays;

/// <summary>A decimal with more digits than <see cref="decimal"/> holds: <paramref name="Unscaled"/> × 10^-<paramref name="Scale"/>.</summary>
public readonly record struct BigDecimal(BigInteger Unscaled, int Scale)
{
    /// <summary>All digits, with a point and no exponent.</summary>
    public override string ToString()
    {
        if (Scale <= 0)
        {
            return (Unscaled * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        }

        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is no plain decimal number.</exception>
    public static BigDecimal Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        var unscaled = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        return new BigDecimal(unscaled, point < 0 ? 0 : digits.Length - point);
    }

    /// <summary>The same number with another scale; dropped digits round half away from zero, as SQL's CAST does.</summary>
    public BigInteger Rescale(int scale)
    {
        if (scale >= Scale)
        {
            return Unscaled * BigInteger.Pow(10, scale - Scale);
        }

        var divisor = BigInteger.Pow(10, Scale - scale);
        var quotient = BigInteger.DivRem(Unscaled, divisor, out var remainder);
        return BigInteger.Abs(remainder) * 2 >= divisor ? quotient + Unscaled.Sign : quotient;
    }
}
