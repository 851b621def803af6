namespace PostModern.Arrow.Types;

/// <summary>The columns of a batch or stream, in order. Names may repeat, as in SQL results.</summary>
public sealed record Schema(FieldList Fields)
{
    public Schema(params IEnumerable<Field> fields)
        : this(new FieldList(fields))
    {
    }

    /// <summary>Key-value pairs for readers; they take no part in equality.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = Field.EmptyMetadata;

    public bool Equals(Schema? other) => other is not null && Fields.Equals(other.Fields);

    public override int GetHashCode() => Fields.GetHashCode();
}
