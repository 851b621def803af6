using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Counts the rows of a column that can only be null.</summary>
public sealed class NullBuilder() : ColumnBuilder(ArrowTypes.Null)
{
    private int _length;

    public override int Length => _length;

    public override void AppendNull() => _length++;

    public override Column Build()
    {
        var column = new Column { Type = Type, Length = _length, NullCount = _length };
        _length = 0;
        return column;
    }

    private protected override void AppendBoxed(object value) => throw new InvalidCastException();
}
