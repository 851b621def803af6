using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Puts a version together from a checkpoint and the commits after it.</summary>
internal static class SnapshotLoader
{
    /// <param name="log">The table.</param>
    /// <param name="listing">What its log has.</param>
    /// <param name="version">Any version.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ServerException">NotFound: there is no such version, or no more. InvalidInput: the log is damaged.</exception>
    public static async Task<Snapshot> LoadAsync(DeltaLog log, LogListing listing, long version, CancellationToken cancellationToken)
    {
        CheckRange(log, listing, version);
        var builder = await BeginAsync(log, listing, version, cancellationToken);
        while (builder.Next <= version)
        {
            builder.Apply(await ReadAsync(log, listing, builder.Next, cancellationToken));
        }

        return builder.Build();
    }

    /// <summary>A version's commit, with the time that the whole log gives it.</summary>
    /// <exception cref="ServerException">InvalidInput: it is missing.</exception>
    public static async Task<Commit> ReadAsync(DeltaLog log, LogListing listing, long version, CancellationToken cancellationToken) =>
        listing.HasCommit(version) && await log.ReadAsync(version, cancellationToken) is { } commit
            ? commit with { Modified = listing.TimeOf(version) }
            : throw listing.Missing(version);

    /// <summary>The same, for a version of which perhaps only a checkpoint is left.</summary>
    public static async Task<Commit> ReadAsync(
        DeltaLog log, LogListing listing, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (listing.HasCommit(checkpoint.Version))
        {
            return await ReadAsync(log, listing, checkpoint.Version, cancellationToken);
        }

        var file = checkpoint.Files[0];
        return new Commit(checkpoint.Version, [], file.Etag, file.Modified ?? DateTimeOffset.UnixEpoch) { FileName = file.Name };
    }

    private static void CheckRange(DeltaLog log, LogListing listing, long version)
    {
        if (version < 0 || version > listing.Latest)
        {
            throw new ServerException(ErrorCode.NotFound, $"Table '{log.Location}' has no version {version}; the latest is {listing.Latest}.");
        }

        if (version < listing.Oldest)
        {
            throw new ServerException(
                ErrorCode.NotFound,
                $"Version {version} of table '{log.Location}' is gone from its log; the oldest version that can still be read is {listing.Oldest}.");
        }
    }

    /// <summary>The state to go on from: that of the newest checkpoint that can be read, or none.</summary>
    private static async Task<SnapshotBuilder> BeginAsync(DeltaLog log, LogListing listing, long version, CancellationToken cancellationToken)
    {
        ServerException? failure = null;
        foreach (var start in listing.StartsFor(version))
        {
            if (start is null)
            {
                return new SnapshotBuilder(log);
            }

            try
            {
                return await RestoreAsync(log, listing, start, cancellationToken);
            }
            catch (ServerException e)
            {
                // An older one, or the commits themselves, say the same.
                failure ??= e;
            }
        }

        throw failure ?? listing.Missing(version);
    }

    private static async Task<SnapshotBuilder> RestoreAsync(
        DeltaLog log, LogListing listing, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var builder = new SnapshotBuilder(log);
        await foreach (var action in new CheckpointReader(log).ReadAsync(checkpoint, cancellationToken))
        {
            builder.Restore(action);
        }

        if (!builder.IsDefined)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The checkpoint '{checkpoint.Files[0].Path}' names no protocol or no schema.");
        }

        builder.EndRestore(await ReadAsync(log, listing, checkpoint, cancellationToken));
        return builder;
    }
}
