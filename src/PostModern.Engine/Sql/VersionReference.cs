namespace PostModern.Engine.Sql;

/// <summary>Which version of a dataset a statement asks for: exactly one of the three, or <see cref="Parameter"/>, is set.</summary>
/// <param name="Version">A version's number.</param>
/// <param name="Timestamp">A SQL expression: the latest version at or before it.</param>
/// <param name="Tag">A tag's name.</param>
internal readonly record struct VersionReference(long? Version, string? Timestamp, string? Tag)
{
    /// <summary>The parameter, without $, whose value will be a version's number or a tag's name. A parameter in <see cref="Timestamp"/> stays there.</summary>
    public string? Parameter { get; init; }

    public static VersionReference OfVersion(long version) => new(version, null, null);

    public static VersionReference OfTimestamp(string expression) => new(null, expression, null);

    public static VersionReference OfTag(string tag) => new(null, null, tag);

    public static VersionReference OfParameter(string name) => new(null, null, null) { Parameter = name };
}
