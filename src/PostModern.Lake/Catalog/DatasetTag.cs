namespace PostModern.Lake.Catalog;

/// <summary>A name for one version of a dataset, which protects that version's files.</summary>
/// <param name="Name">As it was written; names compare without case.</param>
/// <param name="Version">The version.</param>
/// <param name="TableId">Tells the dataset from another one that takes its folder.</param>
/// <param name="User">Who made it; null when unknown.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Comment">What its maker had to say; null for nothing.</param>
public sealed record DatasetTag(string Name, long Version, string TableId, string? User, DateTimeOffset Created, string? Comment);
