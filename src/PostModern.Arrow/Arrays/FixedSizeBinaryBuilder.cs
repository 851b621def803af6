using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of byte strings of one length.</summary>
public sealed class FixedSizeBinaryBuilder(FixedSizeBinaryType type) : ColumnBuilder(type)
{
    private readonly GrowableBuffer _bytes = new();

    /// <summary>Adds a value of exactly the type's width; the bytes are copied.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        if (value.Length != type.ByteWidth)
        {
            throw new ArgumentException($"The column takes {type.ByteWidth} bytes a value, not {value.Length}.", nameof(value));
        }

        _bytes.Append(value);
        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        _bytes.AppendZeros(type.ByteWidth);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_bytes.Take()]);

    private protected override void AppendBoxed(object value) => Append(BytesConversion.ToBytes(value));
}
