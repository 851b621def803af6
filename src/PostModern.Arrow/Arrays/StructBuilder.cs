using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of structs: append one row to each of <see cref="Fields"/>, then close it with <see cref="Append"/>.</summary>
public sealed class StructBuilder(StructType type) : ColumnBuilder(type)
{
    private readonly ColumnBuilder[] _fields = [.. type.Fields.Select(field => Create(field.Type))];

    /// <summary>One builder a field, in the type's order.</summary>
    public IReadOnlyList<ColumnBuilder> Fields => _fields;

    /// <summary>Adds a row of the values just appended to the fields.</summary>
    /// <exception cref="InvalidOperationException">A field has not exactly one value for the row.</exception>
    public void Append()
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].Length != Length + 1)
            {
                throw new InvalidOperationException($"Field '{type.Fields[i].Name}' has {_fields[i].Length} values for row {Length + 1}.");
            }
        }

        Validity.AppendValid();
    }

    public override void AppendNull()
    {
        foreach (var field in _fields)
        {
            field.AppendNull();
        }

        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([], [.. _fields.Select(field => field.Build())]);

    /// <summary>Values by field name (a missing one is null) or by position.</summary>
    private protected override void AppendBoxed(object value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> byName:
                AppendByName(byName);
                break;
            case IReadOnlyList<object?> byPosition when byPosition.Count == _fields.Length:
                for (var i = 0; i < _fields.Length; i++)
                {
                    _fields[i].AppendValue(byPosition[i]);
                }

                break;
            default:
                throw new InvalidCastException();
        }

        Append();
    }

    private void AppendByName(IReadOnlyDictionary<string, object?> values)
    {
        foreach (var name in values.Keys)
        {
            if (type.Fields.IndexOf(name) < 0)
            {
                throw new ArgumentException($"The struct has no field '{name}'.");
            }
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            _fields[i].AppendValue(values.GetValueOrDefault(type.Fields[i].Name));
        }
    }
}
