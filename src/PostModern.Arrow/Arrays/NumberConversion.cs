using System.Globalization;
using System.Numerics;

namespace PostModern.Arrow.Arrays;

/// <summary>Boxed CLR values to numbers; what would lose a fraction or digits throws.</summary>
internal static class NumberConversion
{
    public static T ToInteger<T>(object value)
        where T : IBinaryInteger<T>
        => T.CreateChecked(ToInt128(value));

    public static Int128 ToInt128(object value) => value switch
    {
        long number => number,
        int number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        Int128 number => number,
        UInt128 number => checked((Int128)number),
        BigInteger number => checked((Int128)number),
        decimal number => Whole(number == decimal.Truncate(number), (Int128)number),
        double number => Whole(number == Math.Truncate(number), checked((Int128)number)),
        float number => Whole(number == MathF.Truncate(number), checked((Int128)number)),
        bool flag => flag ? 1 : 0,
        Enum constant => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
        string text => Int128.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    public static double ToDouble(object value) => value switch
    {
        Half number => (double)number,
        BigInteger number => (double)number,
        Int128 number => (double)number,
        UInt128 number => (double)number,
        IConvertible convertible and not (DateTime or char) => convertible.ToDouble(CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    private static Int128 Whole(bool isWhole, Int128 number) =>
        isWhole ? number : throw new InvalidCastException("The number has a fraction.");
}
