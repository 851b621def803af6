namespace PostModern.Arrow.Types;

/// <summary>A named, typed column of a schema.</summary>
/// <param name="Name">Any text, the empty one too.</param>
/// <param name="Type">The logical type.</param>
/// <param name="IsNullable">Whether rows may be null.</param>
public sealed record Field(string Name, ArrowType Type, bool IsNullable = true)
{
    /// <summary>Key-value pairs for readers, such as <c>ARROW:extension:name</c>; they take no part in equality.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = EmptyMetadata;

    internal static IReadOnlyDictionary<string, string> EmptyMetadata { get; } = new Dictionary<string, string>();

    public bool Equals(Field? other) =>
        other is not null && Name == other.Name && IsNullable == other.IsNullable && Type.Equals(other.Type);

    public override int GetHashCode() => HashCode.Combine(Name, Type, IsNullable);
}
