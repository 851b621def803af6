using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a dictionary-encoded column: each distinct value once, and an index a row.</summary>
public sealed class DictionaryBuilder(DictionaryType type) : ColumnBuilder(type)
{
    private readonly ColumnBuilder _values = Create(type.Value);
    private readonly ColumnBuilder _indices = Create(type.Index);

    // Values that compare by reference (byte arrays, lists) are repeated in the dictionary, which is legal.
    private readonly Dictionary<object, int> _known = [];

    public override int Length => _indices.Length;

    public override void AppendNull() => _indices.AppendNull();

    public override Column Build()
    {
        _known.Clear();
        var indices = _indices.Build();
        return new Column
        {
            Type = Type,
            Length = indices.Length,
            NullCount = indices.NullCount,
            Validity = indices.Validity,
            Buffers = indices.Buffers,
            Dictionary = _values.Build(),
        };
    }

    private protected override void AppendBoxed(object value)
    {
        if (!_known.TryGetValue(value, out var index))
        {
            index = _values.Length;
            _values.AppendValue(value);
            _known.Add(value, index);
        }

        _indices.AppendValue(index);
    }
}
