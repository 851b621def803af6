using System.Collections;
using System.Runtime.CompilerServices;

namespace PostModern.Arrow.Types;

/// <summary>The ordered fields of a schema or struct; compares by value.</summary>
[CollectionBuilder(typeof(FieldListBuilder), nameof(FieldListBuilder.Create))]
public sealed class FieldList(IEnumerable<Field> fields) : IReadOnlyList<Field>, IEquatable<FieldList>
{
    private readonly ValueList<Field> _fields = new(fields);

    public int Count => _fields.Count;

    public Field this[int index] => _fields[index];

    /// <summary>The position of the first field called <paramref name="name"/> (ordinal comparison), or −1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    public bool Equals(FieldList? other) => other is not null && _fields.Equals(other._fields);

    public override bool Equals(object? obj) => Equals(obj as FieldList);

    public override int GetHashCode() => _fields.GetHashCode();

    public IEnumerator<Field> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Lets a <see cref="FieldList"/> be written as a collection expression.</summary>
public static class FieldListBuilder
{
    public static FieldList Create(ReadOnlySpan<Field> fields) => new(fields.ToArray());
}
