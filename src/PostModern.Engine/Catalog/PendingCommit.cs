using PostModern.Arrow.Errors;

namespace PostModern.Engine.Catalog;

/// <summary>Commits what a transaction did, dataset by dataset: Delta knows no commit over several tables.</summary>
internal static class PendingCommit
{
    /// <exception cref="ServerException">Conflict: another writer came first; the message says what was committed before.</exception>
    public static async Task RunAsync(IReadOnlyList<PendingDataset> changed, AutoCommit sink, CancellationToken cancellation)
    {
        var committed = new List<string>();
        foreach (var pending in changed)
        {
            try
            {
                await CommitAsync(pending, sink, cancellation);
            }
            catch (ServerException e) when (committed.Count > 0)
            {
                throw new ServerException(
                    e.Code, $"{e.Message} The transaction's changes of {string.Join(", ", committed)} are committed already.", e);
            }

            committed.Add($"'{pending.Dataset.QualifiedName}'");

            // From here on stopping would leave half a transaction.
            cancellation = CancellationToken.None;
        }
    }

    /// <summary>Looking at all before committing any keeps a transaction whole, but for a writer in that very moment.</summary>
    /// <exception cref="ServerException">Conflict: another writer came first, and nothing was committed.</exception>
    public static async Task CheckAsync(IReadOnlyList<PendingDataset> changed, CancellationToken cancellation)
    {
        foreach (var pending in changed)
        {
            if (pending is { Draft: null, IsDropped: false, Change: { } change } && await change.FindConflictAsync(cancellation) is { } conflict)
            {
                _ = conflict.GetSnapshot();
            }
        }
    }

    private static Task CommitAsync(PendingDataset pending, AutoCommit sink, CancellationToken cancellation) => pending switch
    {
        { IsDropped: true } => sink.DropAsync(pending.Dataset, cancellation),
        { Draft: { } draft } => sink.CreateAsync(draft, pending.Change!, pending.Note!, cancellation),
        _ => sink.ChangeAsync(pending.Dataset, pending.Change!, pending.Note!, cancellation),
    };
}
