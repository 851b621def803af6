namespace PostModern.Lake.Lineage;

/// <summary>A dataset that a statement read, at the version that was pinned for it.</summary>
public sealed record DatasetInput(string Schema, string Name, long Version)
{
    /// <summary>Tells it from another dataset that has taken the name since; null in recipes from before it was kept.</summary>
    public string? TableId { get; init; }
}
