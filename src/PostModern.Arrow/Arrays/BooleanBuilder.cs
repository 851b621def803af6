using System.Globalization;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of bits.</summary>
public sealed class BooleanBuilder() : ColumnBuilder(ArrowTypes.Boolean)
{
    private readonly GrowableBuffer _bits = new();

    /// <summary>Adds a value.</summary>
    public void Append(bool value)
    {
        AppendBit(value);
        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        AppendBit(false);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_bits.Take()]);

    private protected override void AppendBoxed(object value) => Append(Convert.ToBoolean(value, CultureInfo.InvariantCulture));

    private void AppendBit(bool value)
    {
        if ((Length & 7) == 0)
        {
            _bits.Append((byte)0);
        }

        if (value)
        {
            BitMap.Set(_bits.Written, Length);
        }
    }
}
