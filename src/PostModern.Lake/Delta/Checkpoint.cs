using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The whole state of a table at one version, in one file or in several parts that are all there.</summary>
/// <param name="Version">The version.</param>
/// <param name="Files">The parts in order; sidecars, which only the content names, are not among them.</param>
internal sealed record Checkpoint(long Version, IReadOnlyList<ObjectListing> Files);
