using System.Data.SqlTypes;
using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>
/// Decimals and 128-bit integers. A value that <see cref="decimal"/> can't hold comes back from <see cref="GetObject"/> in a wider type
/// (<see cref="BigInteger"/>, or <see cref="SqlDecimal"/> with a fraction) instead of failing: tools that print every cell stay alive.
/// </summary>
internal sealed class DecimalReader(Field field) : ColumnReader(field)
{
    private readonly DecimalType _type = (DecimalType)field.Type;

    public override Type ClrType => typeof(decimal);

    public override object GetObject(int row)
    {
        var unscaled = Unscaled(row);
        return DecimalBits.TryToDecimal(unscaled, _type.Scale, out var value) ? value
            : _type.Scale <= 0 ? DecimalBits.ToInteger(unscaled, _type.Scale)
            : DecimalBits.ToSqlDecimal(unscaled, _type.Precision, _type.Scale);
    }

    public override decimal GetDecimal(int row) =>
        DecimalBits.TryToDecimal(Unscaled(row), _type.Scale, out var value)
            ? value
            : throw new OverflowException(
                $"A value in column '{Field.Name}' ({DataTypeName}) has more digits than System.Decimal; read it as BigInteger or SqlDecimal.");

    public override double GetDouble(int row) => DecimalBits.ToDouble(Unscaled(row), _type.Scale);

    public override float GetFloat(int row) => (float)GetDouble(row);

    public override long GetInt64(int row) => checked((long)GetInt128(row));

    public override Int128 GetInt128(int row)
    {
        if (_type.Scale == 0)
        {
            return Unscaled(row);
        }

        return checked((Int128)GetBigInteger(row));
    }

    public override BigInteger GetBigInteger(int row)
    {
        var unscaled = Unscaled(row);
        var whole = DecimalBits.ToInteger(unscaled, _type.Scale);
        return _type.Scale <= 0 || whole * BigInteger.Pow(10, _type.Scale) == unscaled
            ? whole
            : throw new InvalidCastException($"A value in column '{Field.Name}' ({DataTypeName}) has a fraction; it can't be read as an integer.");
    }

    public override object ConvertTo(int row, Type target) =>
        target == typeof(SqlDecimal)
            ? DecimalBits.ToSqlDecimal(Unscaled(row), _type.Precision, Math.Max(0, _type.Scale))
            : base.ConvertTo(row, target);

    private Int128 Unscaled(int row) => _type.BitWidth switch
    {
        32 => Column.Values<int>()[row],
        64 => Column.Values<long>()[row],
        _ => Column.Values<Int128>()[row],
    };
}
