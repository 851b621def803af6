using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of utf-8 text.</summary>
public sealed class Utf8Builder(StringType type) : ColumnBuilder(type)
{
    // Below this, room for the worst case costs less than counting first.
    private const int CountFirstFrom = 256;
    private readonly GrowableBuffer _bytes = new();
    private readonly OffsetBuilder _offsets = new(type.OffsetBits);

    public Utf8Builder()
        : this(ArrowTypes.Utf8)
    {
    }

    /// <summary>Adds a text.</summary>
    public void Append(string value)
    {
        var room = value.Length < CountFirstFrom ? Encoding.UTF8.GetMaxByteCount(value.Length) : Encoding.UTF8.GetByteCount(value);
        var written = Encoding.UTF8.GetBytes(value, _bytes.GetSpan(room));
        _bytes.Advance(written);
        CloseRow(written);
    }

    /// <summary>Adds a text that is utf-8 already; it is not checked.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        _bytes.Append(utf8);
        CloseRow(utf8.Length);
    }

    public override void AppendNull()
    {
        _offsets.Append(_offsets.Last);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_offsets.Take(), _bytes.Take()]);

    private protected override void AppendBoxed(object value) => Append(TextConversion.ToText(value));

    private void CloseRow(int bytes)
    {
        _offsets.AppendLength(bytes);
        Validity.AppendValid();
    }
}
