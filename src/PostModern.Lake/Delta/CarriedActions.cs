namespace PostModern.Lake.Delta;

/// <summary>What a version holds beside its files and columns: no query needs it, but every checkpoint must carry it on.</summary>
/// <param name="Tombstones">Files that were removed, as long as a checkpoint has kept them.</param>
/// <param name="Transactions">One an application.</param>
/// <param name="Domains">One a domain, those that were removed left out.</param>
internal sealed record CarriedActions(
    IReadOnlyCollection<RemoveFile> Tombstones, IReadOnlyCollection<SetTransaction> Transactions, IReadOnlyCollection<DomainMetadata> Domains)
{
    public static CarriedActions None { get; } = new([], [], []);
}
