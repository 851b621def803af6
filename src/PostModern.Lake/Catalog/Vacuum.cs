using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>Removes files in a dataset's folder that no version needs which may still be asked for.</summary>
/// <remarks>
/// Delta transaction log protocol, section "Vacuum". A young file that no log names may be a running writer's, so only files as old as the
/// retention go. Folders and files whose names start with a dot or an underscore are not data, but for those of the change data feed.
/// </remarks>
public static class Vacuum
{
    private const int Deletions = 16;
    private const string ChangeDataFolder = "_change_data";

    /// <summary>The files that can go.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="retention">How long a file stays after it was written, and after the last version that needed it.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static async Task<IReadOnlyList<ObjectListing>> FindAsync(
        Dataset dataset, TimeSpan retention, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var log = dataset.Log;
        var cutoff = DateTimeOffset.UtcNow - retention;
        var needed = await NeededFiles.FindAsync(dataset, cutoff, cancellationToken);
        var partitions = (await dataset.LatestAsync(cancellationToken)).Metadata.PartitionColumns;
        var found = new List<ObjectListing>();
        await foreach (var file in log.Store.ListAsync($"{GlobPattern.Escape(log.Location)}/**", cancellationToken))
        {
            if (file.Modified < cutoff && !needed.Contains(file.Path) && IsData(file.Path[(log.Location.Length + 1)..], partitions))
            {
                found.Add(file);
            }
        }

        return found;
    }

    /// <summary>Removes files that <see cref="FindAsync"/> found.</summary>
    public static async Task RemoveAsync(Dataset dataset, IReadOnlyList<ObjectListing> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(files);
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = Deletions, CancellationToken = cancellationToken },
            async (file, token) => await dataset.Log.Store.DeleteAsync(file.Obj!.Uri, token));
    }

    /// <summary>A partition's folder may start with an underscore when its column does.</summary>
    private static bool IsData(string path, IReadOnlyList<string> partitions) => !path.Split('/').Any(name =>
        name is ['.' or '_', ..] && name != ChangeDataFolder && !partitions.Any(p => name.StartsWith($"{p}=", StringComparison.Ordinal)));
}
