namespace PostModern.Arrow.Types;

/// <summary>Lists of any length.</summary>
/// <param name="Item">The element's field; Arrow calls it <c>item</c> unless the writer says otherwise.</param>
/// <param name="OffsetBits">32, or 64 for LargeList.</param>
public sealed record ListType(Field Item, int OffsetBits = 32) : ArrowType
{
    public ListType(ArrowType item)
        : this(new Field("item", item))
    {
    }

    public override IReadOnlyList<Field> Children => [Item];
}

/// <summary>Lists of one length: no offsets, <paramref name="Size"/> elements a row.</summary>
public sealed record FixedSizeListType(Field Item, int Size) : ArrowType
{
    public FixedSizeListType(ArrowType item, int size)
        : this(new Field("item", item), size)
    {
    }

    public override IReadOnlyList<Field> Children => [Item];
}

/// <summary>A row of named columns.</summary>
public sealed record StructType(FieldList Fields) : ArrowType
{
    public StructType(params IEnumerable<Field> fields)
        : this(new FieldList(fields))
    {
    }

    public override IReadOnlyList<Field> Children => Fields;

    /// <summary>Whether the fields have no names, as in DuckDB's <c>(1, 'a')</c>.</summary>
    public bool IsTuple => Fields.Count > 0 && Fields.All(f => f.Name.Length == 0);
}

/// <summary>A list of (key, value) structs; <paramref name="Entries"/> is a non-null struct field of two children.</summary>
public sealed record MapType(Field Entries, bool KeysSorted = false) : ArrowType
{
    public MapType(ArrowType key, ArrowType value)
        : this(new Field("entries", new StructType(new Field("key", key, false), new Field("value", value)), false))
    {
    }

    public override IReadOnlyList<Field> Children => [Entries];
}

/// <summary>One of several types per row. Unions have no validity of their own.</summary>
/// <param name="IsDense">Dense unions carry an offset per row; sparse children are as long as the union.</param>
/// <param name="TypeIds">The code in the type buffer of each child.</param>
/// <param name="Fields">The alternatives.</param>
public sealed record UnionType(bool IsDense, FieldList Fields, ValueList<int> TypeIds) : ArrowType
{
    public override IReadOnlyList<Field> Children => Fields;
}

/// <summary>Indices into a dictionary column that travels beside the data.</summary>
public sealed record DictionaryType(IntType Index, ArrowType Value, bool IsOrdered = false) : ArrowType
{
    public override IReadOnlyList<Field> Children => Value.Children;
}
