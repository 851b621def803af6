namespace PostModern.Lake.Lineage;

/// <summary>A dataset that a statement read, at the version that was pinned for it.</summary>
public sealed record DatasetInput(string Schema, string Name, long Version);
