using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>A versioned table in the warehouse. It is a name and a place: it holds no state, and outlives no drop.</summary>
public sealed class Dataset
{
    private readonly SnapshotCache _snapshots;

    internal Dataset(string schema, string name, DeltaLog log, SnapshotCache snapshots)
    {
        Schema = schema;
        Name = name;
        Log = log;
        _snapshots = snapshots;
    }

    public string Schema { get; }

    public string Name { get; }

    /// <summary>The name as users write it: without the schema when that is <c>main</c>.</summary>
    public string QualifiedName => Warehouse.Qualified(Schema, Name);

    /// <summary>The folder, absolute. New data files are written here, under <see cref="NewFileName"/>.</summary>
    public string Path => Log.Location;

    public DeltaLog Log { get; }

    /// <summary>Names for its versions.</summary>
    public DatasetTags Tags => new(this);

    /// <summary>A name for a data file that nobody else takes; the file is invisible until a commit adds it.</summary>
    public static string NewFileName() => $"part-{Guid.NewGuid():N}.parquet";

    /// <summary>The dataset as it is now.</summary>
    /// <exception cref="ServerException">NotFound: it was dropped. Unsupported: another engine gave it features that we can't read.</exception>
    public Task<Snapshot> LatestAsync(CancellationToken cancellationToken = default) => _snapshots.LatestAsync(Log, cancellationToken);

    /// <summary>The dataset as it was at a version.</summary>
    /// <exception cref="ServerException">NotFound: it has no such version, no longer, or its files are gone; the message says which it has.</exception>
    public async Task<Snapshot> AtVersionAsync(long version, CancellationToken cancellationToken = default)
    {
        if (await _snapshots.TryGetAsync(Log, version, cancellationToken) is { } known)
        {
            return known;
        }

        var history = await DatasetHistory.ReadAsync(Log, cancellationToken);
        return version >= history.First && version <= history.Latest
            ? await ReadableAsync(await history.LoadAsync(version, cancellationToken), cancellationToken)
            : throw NoVersion(version, history);
    }

    /// <summary>The latest version at or before a time.</summary>
    /// <exception cref="ServerException">NotFound: the time is before the first version; the message says when that was.</exception>
    public async Task<Snapshot> AtTimestampAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var latest = await LatestAsync(cancellationToken);
        if (latest.Timestamp <= time)
        {
            return latest;
        }

        var history = await DatasetHistory.ReadAsync(Log, cancellationToken);
        return await history.FindAsync(time, latest.Metadata, cancellationToken) is { } version
            ? await ReadableAsync(await history.LoadAsync(version, cancellationToken), cancellationToken)
            : throw TooEarly(history, await history.TimeOfAsync(history.First, cancellationToken));
    }

    /// <summary>The history, oldest first, as far as it can be read.</summary>
    public async Task<IReadOnlyList<DatasetVersion>> VersionsAsync(CancellationToken cancellationToken = default) =>
        await (await DatasetHistory.ReadAsync(Log, cancellationToken)).DescribeAsync(cancellationToken);

    /// <summary>Old versions lose their files to VACUUM: that is better said here than by whoever reads them.</summary>
    private async Task<Snapshot> ReadableAsync(Snapshot past, CancellationToken cancellationToken) =>
        await past.FindMissingFileAsync(await LatestAsync(cancellationToken), cancellationToken) is { } file
            ? throw new ServerException(
                ErrorCode.NotFound,
                $"Version {past.Version} of '{QualifiedName}' can't be read any more: its file '{file}' is gone, as VACUUM removes files "
                + "that only old versions need. A tag keeps a version's files.")
            : past;

    private string HowToList => $"List them with: FROM pm.versions('{QualifiedName.Replace("'", "''", StringComparison.Ordinal)}').";

    private ServerException NoVersion(long version, DatasetHistory history)
    {
        if (version >= 0 && version < history.First && history.IsCleanedUp)
        {
            return new ServerException(
                ErrorCode.NotFound,
                $"Version {version} of dataset '{QualifiedName}' is gone: its log has been cleaned up. "
                + $"The oldest version that can still be read is {history.First}. {HowToList}");
        }

        var range = version == 0 && history.First > 0 ? $"the first is {history.First}, the latest {history.Latest}" : $"the latest is {history.Latest}";
        return new ServerException(ErrorCode.NotFound, $"Dataset '{QualifiedName}' has no version {version}; {range}. {HowToList}");
    }

    private ServerException TooEarly(DatasetHistory history, DateTimeOffset first)
    {
        var what = history.IsCleanedUp ? $"the oldest version that can still be read is {history.First}, which" : "the first";
        return new ServerException(
            ErrorCode.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Dataset '{QualifiedName}' has no version that old; {what} was made at {first.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC. {HowToList}"));
    }
}
