using System.Collections;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of maps: append to <see cref="Keys"/> and <see cref="Items"/> in step, then close the row with <see cref="Append"/>.</summary>
public sealed class MapBuilder(MapType type) : ColumnBuilder(type)
{
    private readonly OffsetBuilder _offsets = new(32);

    /// <summary>The keys of all rows; never null.</summary>
    public ColumnBuilder Keys { get; } = Create(type.Entries.Type.Children[0].Type);

    /// <summary>The values of all rows.</summary>
    public ColumnBuilder Items { get; } = Create(type.Entries.Type.Children[1].Type);

    /// <summary>Adds a row over the entries appended since the previous row.</summary>
    /// <exception cref="InvalidOperationException">There are not as many keys as values.</exception>
    public void Append()
    {
        if (Keys.Length != Items.Length)
        {
            throw new InvalidOperationException($"The map has {Keys.Length} keys and {Items.Length} values.");
        }

        _offsets.Append(Keys.Length);
        Validity.AppendValid();
    }

    /// <exception cref="InvalidOperationException">Entries were appended that no row took.</exception>
    public override void AppendNull()
    {
        if (Keys.Length != _offsets.Last)
        {
            throw new InvalidOperationException("Entries were appended before a null row; close them with Append first.");
        }

        _offsets.Append(_offsets.Last);
        Validity.AppendNull();
    }

    public override Column Build()
    {
        var entries = new Column { Type = type.Entries.Type, Length = Keys.Length, Children = [Keys.Build(), Items.Build()] };
        return TakeRows([_offsets.Take()], [entries]);
    }

    private protected override void AppendBoxed(object value)
    {
        switch (value)
        {
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    AppendEntry(entry.Key, entry.Value);
                }

                break;
            case IEnumerable<KeyValuePair<object?, object?>> entries:
                foreach (var (key, item) in entries)
                {
                    AppendEntry(key, item);
                }

                break;
            default:
                throw new InvalidCastException();
        }

        Append();
    }

    private void AppendEntry(object? key, object? item)
    {
        Keys.AppendValue(key ?? throw new ArgumentException("A map's key is null."));
        Items.AppendValue(item);
    }
}
