namespace PostModern.Lake.Delta;

/// <summary>Removes from a log what only versions need that are older than anyone may ask for.</summary>
/// <remarks>Delta transaction log protocol, section "Metadata Cleanup". Sidecars are left to the engines that write them.</remarks>
internal static class LogCleanup
{
    /// <summary>Removes what has expired, oldest first, so that a crash leaves a log whose end is whole.</summary>
    /// <param name="log">The table.</param>
    /// <param name="cutoff">Versions that were current at this time or after it stay readable.</param>
    /// <param name="protectedVersions">These too.</param>
    /// <param name="cancellationToken">Stops it at any file.</param>
    public static async Task RunAsync(
        DeltaLog log, DateTimeOffset cutoff, IReadOnlyCollection<long> protectedVersions, CancellationToken cancellationToken)
    {
        var listing = await log.ListAsync(cancellationToken);
        if (FirstToKeep(listing, cutoff, protectedVersions) is not { } first)
        {
            return;
        }

        var expired = listing.Files.Where(f => f.Name.Version < first).OrderBy(f => f.Name.Version).Select(f => f.File.Obj!).ToList();
        if (expired.Count > 0)
        {
            await CheckReadableAsync(log, listing.Checkpoints.First(c => c.Version == first), cancellationToken);
        }

        foreach (var file in expired)
        {
            await log.Store.DeleteAsync(file.Uri, cancellationToken);
        }
    }

    /// <summary>The checkpoint that reading begins with from now on; null when everything is needed.</summary>
    /// <param name="listing">The log.</param>
    /// <param name="cutoff">As for <see cref="RunAsync"/>; its day counts whole.</param>
    /// <param name="protectedVersions">As for <see cref="RunAsync"/>.</param>
    public static long? FirstToKeep(LogListing listing, DateTimeOffset cutoff, IReadOnlyCollection<long> protectedVersions)
    {
        // The version that was current when the day began is the answer to AS OF that moment.
        var midnight = new DateTimeOffset(cutoff.UtcDateTime.Date, TimeSpan.Zero);
        var oldest = protectedVersions.Append(listing.LatestAt(midnight)).Min();
        return listing.Checkpoints.FirstOrDefault(c => c.Version <= oldest)?.Version;
    }

    /// <summary>A checkpoint that can't be read is no reason to remove what it stands for.</summary>
    private static async Task CheckReadableAsync(DeltaLog log, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        await foreach (var _ in new CheckpointReader(log).ReadAsync(checkpoint, cancellationToken))
        {
        }
    }
}
