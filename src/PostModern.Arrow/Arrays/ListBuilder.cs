using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of lists: append to <see cref="Items"/>, then close the row with <see cref="Append"/>.</summary>
public sealed class ListBuilder(ListType type) : ColumnBuilder(type)
{
    private readonly OffsetBuilder _offsets = new(type.OffsetBits);

    /// <summary>The elements of all rows, one after another.</summary>
    public ColumnBuilder Items { get; } = Create(type.Item.Type);

    /// <summary>Adds a row over the items appended since the previous row.</summary>
    public void Append()
    {
        _offsets.Append(Items.Length);
        Validity.AppendValid();
    }

    /// <exception cref="InvalidOperationException">Items were appended that no row took.</exception>
    public override void AppendNull()
    {
        if (Items.Length != _offsets.Last)
        {
            throw new InvalidOperationException("Items were appended before a null row; close them with Append first.");
        }

        _offsets.Append(_offsets.Last);
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_offsets.Take()], [Items.Build()]);

    private protected override void AppendBoxed(object value)
    {
        foreach (var item in ListConversion.ToItems(value))
        {
            Items.AppendValue(item);
        }

        Append();
    }
}
