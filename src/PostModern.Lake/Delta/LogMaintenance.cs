namespace PostModern.Lake.Delta;

/// <summary>What is due after a commit, so that a log of any length stays quick to read.</summary>
internal static class LogMaintenance
{
    /// <summary>Writes the checkpoint that is due, then removes what the log no longer needs.</summary>
    /// <returns>Why it didn't work; null when it did, or nothing was due.</returns>
    public static async Task<Exception?> AfterCommitAsync(Snapshot snapshot, TimeProvider clock)
    {
        if (snapshot.Log.Parquet is null || snapshot.Version % TableProperties.CheckpointInterval(snapshot.Metadata) != 0)
        {
            return null;
        }

        try
        {
            // No token: the commit is made, and its caller waits for nothing else.
            await CheckpointWriter.WriteAsync(snapshot, clock.GetUtcNow(), CancellationToken.None);
            await CleanUpAsync(snapshot, clock.GetUtcNow());
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, the version exists: an exception would say that it doesn't.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private static async Task CleanUpAsync(Snapshot snapshot, DateTimeOffset now)
    {
        if (TableProperties.IsCleanedUp(snapshot.Metadata))
        {
            var tagged = await TaggedVersions.ReadAsync(snapshot.Log, CancellationToken.None);
            await LogCleanup.RunAsync(snapshot.Log, now - TableProperties.LogRetention(snapshot.Metadata), tagged, CancellationToken.None);
        }
    }
}
