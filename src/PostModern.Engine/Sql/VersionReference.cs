namespace PostModern.Engine.Sql;

/// <summary>Which version of a dataset a statement asks for: exactly one of the three is set.</summary>
/// <param name="Version">A version's number.</param>
/// <param name="Timestamp">A SQL expression: the latest version at or before it.</param>
/// <param name="Tag">A tag's name.</param>
internal readonly record struct VersionReference(long? Version, string? Timestamp, string? Tag)
{
    public static VersionReference OfVersion(long version) => new(version, null, null);

    public static VersionReference OfTimestamp(string expression) => new(null, expression, null);

    public static VersionReference OfTag(string tag) => new(null, null, tag);
}
