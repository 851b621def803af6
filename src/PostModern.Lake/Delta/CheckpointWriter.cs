using System.Globalization;

namespace PostModern.Lake.Delta;

/// <summary>Writes a version's whole state as one Parquet file, so that nobody has to read the commits before it.</summary>
/// <remarks>
/// Delta transaction log protocol, section "Checkpoints". Tables with the feature v2Checkpoint get one of the V2 specification with a
/// name of its own and the files in it; all others the classic one.
/// </remarks>
internal static class CheckpointWriter
{
    /// <summary>Writes the checkpoint and the hint to it.</summary>
    /// <param name="snapshot">A committed version of a log that can write Parquet.</param>
    /// <param name="now">Tells which removed files may still be read by somebody.</param>
    /// <param name="cancellationToken">Stops it; the log stays as it was.</param>
    public static async Task WriteAsync(Snapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isV2 = TableFeatures.HasV2Checkpoints(snapshot.Protocol);
        DeltaAction[] actions = [.. isV2 ? [new CheckpointMetadata(snapshot.Version)] : Array.Empty<DeltaAction>(), .. Actions(snapshot, now)];
        var content = await snapshot.Log.Parquet!.WriteAsync(
            isV2 ? CheckpointSchema.V2 : CheckpointSchema.Classic, ActionWriter.Write(actions), cancellationToken);

        // Not replacing: whoever made one of this name has written the same, and a dropped table's folder must not come back.
        var name = FileName(snapshot.Version, isV2);
        if (await snapshot.Log.Store.PutIfAbsentAsync(snapshot.Log.UriOf(name), content, cancellationToken))
        {
            await LastCheckpoint.WriteAsync(
                snapshot.Log,
                new LastCheckpoint(snapshot.Version, actions.Length, content.Length, snapshot.Files.Count, isV2 ? name : null),
                now,
                cancellationToken);
        }
    }

    private static string FileName(long version, bool isV2) => string.Create(
        CultureInfo.InvariantCulture, $"{version:D20}.checkpoint.{(isV2 ? Guid.NewGuid() + "." : "")}parquet");

    private static IEnumerable<DeltaAction> Actions(Snapshot snapshot, DateTimeOffset now)
    {
        var expired = (now - TableProperties.FileRetention(snapshot.Metadata)).ToUnixTimeMilliseconds();
        var carried = snapshot.Carried;
        return new DeltaAction[] { snapshot.Protocol, snapshot.Metadata }
            .Concat(carried.Transactions)
            .Concat(carried.Domains)
            .Concat(carried.Tombstones.Where(f => (f.DeletionTimestamp ?? 0) > expired).Select(f => f with { DataChange = false }))
            .Concat(snapshot.Files.Select(f => f with { DataChange = false }));
    }
}
