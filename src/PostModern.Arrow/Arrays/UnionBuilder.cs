using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of unions: append one value to one of <see cref="Alternatives"/>, then close the row with <see cref="Append"/>.</summary>
public sealed class UnionBuilder(UnionType type) : ColumnBuilder(type)
{
    private readonly GrowableBuffer _typeIds = new();
    private readonly GrowableBuffer _offsets = new();
    private readonly ColumnBuilder[] _alternatives = [.. type.Fields.Select(field => Create(field.Type))];

    public override int Length => _typeIds.Length;

    /// <summary>One builder an alternative, in the type's order.</summary>
    public IReadOnlyList<ColumnBuilder> Alternatives => _alternatives;

    /// <summary>Adds a row that is the value just appended to an alternative.</summary>
    /// <param name="alternative">Its position in <see cref="Alternatives"/>, not its type code.</param>
    public void Append(int alternative)
    {
        var chosen = _alternatives[alternative];
        if (type.IsDense)
        {
            _offsets.Append(chosen.Length - 1);
        }
        else
        {
            FillOthers(chosen);
        }

        _typeIds.Append((byte)type.TypeIds[alternative]);
    }

    /// <summary>Unions have no validity of their own: the null is one of the first alternative's.</summary>
    public override void AppendNull()
    {
        _alternatives[0].AppendNull();
        Append(0);
    }

    public override Column Build() => new()
    {
        Type = Type,
        Length = Length,
        Buffers = type.IsDense ? [_typeIds.Take(), _offsets.Take()] : [_typeIds.Take()],
        Children = [.. _alternatives.Select(alternative => alternative.Build())],
    };

    /// <summary>Takes the first alternative whose CLR type is the value's own.</summary>
    private protected override void AppendBoxed(object value)
    {
        var alternative = UnionConversion.Choose(type.Fields, value);
        _alternatives[alternative].AppendValue(value);
        Append(alternative);
    }

    private void FillOthers(ColumnBuilder chosen)
    {
        foreach (var alternative in _alternatives)
        {
            if (alternative != chosen)
            {
                alternative.AppendNull();
            }
        }
    }
}
