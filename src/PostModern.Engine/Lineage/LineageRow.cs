namespace PostModern.Engine.Lineage;

/// <summary>One thing that a dataset comes from, or that comes from it.</summary>
/// <param name="Direction">up or down.</param>
/// <param name="Depth">1 for what the dataset's own recipe names.</param>
/// <param name="Kind">dataset, object (a listing of them) or model.</param>
/// <param name="Name">The dataset, listing or model.</param>
/// <param name="Version">A dataset's: up the one that was read, down the one that was made.</param>
/// <param name="Digest">A listing's hash, or a model's digest.</param>
/// <param name="Task">What a model did.</param>
/// <param name="Objects">How many a listing had.</param>
/// <param name="Via">The operation that connects it.</param>
internal sealed record LineageRow(
    string Direction, long Depth, string Kind, string Name, long? Version, string? Digest, string? Task, long? Objects, string Via);
