using System.Globalization;
using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>
/// Decimals of 256 bits: UHUGEINT, and what other servers make of long products. As <see cref="DecimalReader"/>, with a double for the
/// fractions that no decimal of the CLR holds.
/// </summary>
internal sealed class WideDecimalReader(Field field) : ColumnReader(field)
{
    private const int Width = 32;
    private readonly int _scale = ((DecimalType)field.Type).Scale;

    public override Type ClrType => typeof(decimal);

    public override object GetObject(int row) =>
        TryGetDecimal(row, out var value) ? value
        : _scale <= 0 ? GetBigInteger(row)
        : GetDouble(row);

    public override decimal GetDecimal(int row) => TryGetDecimal(row, out var value)
        ? value
        : throw new OverflowException(
            $"A value in column '{Field.Name}' ({DataTypeName}) has more digits than System.Decimal; read it as BigInteger or double.");

    // Through text, because a quotient of two rounded doubles isn't the nearest one.
    public override double GetDouble(int row) =>
        double.Parse($"{Unscaled(row)}e{-_scale}", CultureInfo.InvariantCulture);

    public override float GetFloat(int row) => (float)GetDouble(row);

    public override long GetInt64(int row) => checked((long)GetBigInteger(row));

    public override Int128 GetInt128(int row) => checked((Int128)GetBigInteger(row));

    public override BigInteger GetBigInteger(int row)
    {
        var (whole, fraction) = BigInteger.DivRem(Unscaled(row), BigInteger.Pow(10, Math.Max(_scale, 0)));
        return fraction.IsZero
            ? whole * BigInteger.Pow(10, Math.Max(-_scale, 0))
            : throw new InvalidCastException($"A value in column '{Field.Name}' ({DataTypeName}) has a fraction; it can't be read as an integer.");
    }

    private bool TryGetDecimal(int row, out decimal value)
    {
        value = default;
        var unscaled = Unscaled(row);
        return unscaled >= Int128.MinValue && unscaled <= Int128.MaxValue && DecimalBits.TryToDecimal((Int128)unscaled, _scale, out value);
    }

    private BigInteger Unscaled(int row) => new(Column.Buffers[0].Span.Slice((Column.Offset + row) * Width, Width));
}
