using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of byte strings.</summary>
public sealed class BinaryBuilder(BinaryType type) : ColumnBuilder(type)
{
    private readonly GrowableBuffer _bytes = new();
    private readonly OffsetBuilder _offsets = new(type.OffsetBits);

    public BinaryBuilder()
        : this(ArrowTypes.Binary)
    {
    }

    /// <summary>Adds a value; the bytes are copied.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        _bytes.Append(value);
        _offsets.AppendLength(value.Length);
        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        _offsets.Append(_offsets.Last);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_offsets.Take(), _bytes.Take()]);

    private protected override void AppendBoxed(object value) => Append(BytesConversion.ToBytes(value));
}
