using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of lists of one length: append that many to <see cref="Items"/>, then close the row with <see cref="Append"/>.</summary>
public sealed class FixedSizeListBuilder(FixedSizeListType type) : ColumnBuilder(type)
{
    /// <summary>The elements of all rows, one after another.</summary>
    public ColumnBuilder Items { get; } = Create(type.Item.Type);

    /// <summary>Adds a row over the items appended since the previous row.</summary>
    /// <exception cref="ArgumentException">They are not as many as the type says.</exception>
    public void Append()
    {
        var appended = Items.Length - (Length * type.Size);
        if (appended != type.Size)
        {
            throw new ArgumentException($"A row takes {type.Size} items, not {appended}.");
        }

        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        for (var i = 0; i < type.Size; i++)
        {
            Items.AppendNull();
        }

        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([], [Items.Build()]);

    private protected override void AppendBoxed(object value)
    {
        object?[] items = [.. ListConversion.ToItems(value)];
        if (items.Length != type.Size)
        {
            throw new ArgumentException($"A row takes {type.Size} items, not {items.Length}.");
        }

        foreach (var item in items)
        {
            Items.AppendValue(item);
        }

        Append();
    }
}
