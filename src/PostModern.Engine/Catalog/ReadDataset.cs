using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>A dataset as one statement reads it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Snapshot">The version read.</param>
/// <param name="IsNamed">Whether the statement names that version itself.</param>
internal sealed record ReadDataset(Dataset Dataset, Snapshot Snapshot, bool IsNamed);
