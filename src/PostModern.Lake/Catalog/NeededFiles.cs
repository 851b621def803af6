using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>The files that VACUUM must leave: those of the latest version, of versions that were current lately, and of tagged ones.</summary>
internal static class NeededFiles
{
    /// <param name="dataset">The dataset.</param>
    /// <param name="cutoff">Every version that was current at this time or after it can be read afterwards.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Where the files are, as <see cref="DeltaLog.Resolve"/> gives it.</returns>
    public static async Task<HashSet<string>> FindAsync(Dataset dataset, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var log = dataset.Log;
        var latest = await dataset.LatestAsync(cancellationToken);
        var files = latest.Files.ToList();
        var version = latest.Version;
        for (var commit = latest.LastCommit; commit.Timestamp > cutoff; version--)
        {
            // What a recent version added, a version between it and now needs; what was there before comes last, all at once.
            files.AddRange(commit.Actions.OfType<AddFile>());
            if (await log.ReadAsync(version - 1, cancellationToken) is not { } previous)
            {
                break;
            }

            commit = previous;
        }

        foreach (var other in (await dataset.Tags.ListAsync(cancellationToken)).Select(t => t.Version).Append(version).Distinct())
        {
            files.AddRange((await Snapshot.LoadAsync(log, other, cancellationToken)).Files);
        }

        var vectors = files.Where(f => f.DeletionVector is { StorageType: not "i" }).Select(f => f.DeletionVector!.Locate(log).PathOrInline);
        return [.. files.Select(f => log.Resolve(f.Path)), .. vectors];
    }
}
