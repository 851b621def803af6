namespace PostModern.Engine.Catalog;

/// <summary>How a session looks at the datasets while it plans a statement.</summary>
/// <param name="Schema">The schema of names without one.</param>
internal sealed record CatalogView(string Schema)
{
    /// <summary>Datasets without a version are read as they were then; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The transaction that the statement is part of.</summary>
    public DatasetTransaction? Transaction { get; init; }

    /// <summary>Versions that were pinned when the statement was planned before; others are read at their latest.</summary>
    public IReadOnlyList<DatasetPin> Pins { get; init; } = [];

    /// <summary>The values of the statement's parameters; null while it is only prepared.</summary>
    public BoundParameters? Parameters { get; init; }
}
