using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>What a transaction knows of one dataset: the version that it reads, and what it has done to it. Immutable, so that savepoints are free.</summary>
/// <param name="Dataset">The dataset; in a draft's folder when the transaction makes it.</param>
/// <param name="Snapshot">As the next statement sees it.</param>
internal sealed record PendingDataset(Dataset Dataset, Snapshot Snapshot)
{
    /// <summary>All changes since the version first read; null when it was only read.</summary>
    public Transaction? Change { get; init; }

    public ChangeNote? Note { get; init; }

    /// <summary>The new dataset; null for one that was there before.</summary>
    public DatasetDraft? Draft { get; init; }

    /// <summary>Whether the transaction drops it.</summary>
    public bool IsDropped { get; init; }

    public bool HasChanged => Change is not null || IsDropped;

    /// <summary>The files, written for this transaction, that committing adds.</summary>
    public IEnumerable<string> Files => IsDropped ? [] : Change?.NewFiles.Select(Dataset.Log.Resolve) ?? [];

    /// <summary>With one more change, made on <see cref="Snapshot"/>.</summary>
    public PendingDataset With(Transaction change, ChangeNote note)
    {
        var all = Change?.Then(change) ?? change;
        return this with { Change = all, Note = Note?.Then(note) ?? note, Snapshot = all.Preview() };
    }
}
