using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of decimals of 32, 64, 128 or 256 bits.</summary>
public sealed class DecimalBuilder(DecimalType type) : ColumnBuilder(type)
{
    private readonly GrowableBuffer _values = new();

    /// <summary>Adds an unscaled value: 1.50 of scale 2 is 150. Digits are not checked against the precision.</summary>
    /// <exception cref="OverflowException">The value needs more than the type's bits.</exception>
    public void Append(Int128 unscaled)
    {
        switch (type.BitWidth)
        {
            case 128:
                _values.Append(unscaled);
                break;
            case 64:
                _values.Append(checked((long)unscaled));
                break;
            case 32:
                _values.Append(checked((int)unscaled));
                break;
            default:
                _values.Append(unscaled);
                _values.Append(Int128.IsNegative(unscaled) ? Int128.NegativeOne : Int128.Zero);
                break;
        }

        Validity.AppendValid();
    }

    /// <summary>Adds an unscaled value of any size.</summary>
    /// <exception cref="OverflowException">The value needs more than the type's bits.</exception>
    public void Append(BigInteger unscaled)
    {
        var width = type.BitWidth / 8;
        var target = _values.GetSpan(width)[..width];
        target.Fill(unscaled.Sign < 0 ? (byte)0xFF : (byte)0);
        if (!unscaled.TryWriteBytes(target, out _))
        {
            throw new OverflowException($"{unscaled} does not fit {type.BitWidth} bits.");
        }

        _values.Advance(width);
        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        _values.AppendZeros(type.BitWidth / 8);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_values.Take()]);

    private protected override void AppendBoxed(object value) => Append(DecimalConversion.ToUnscaled(value, type));
}
