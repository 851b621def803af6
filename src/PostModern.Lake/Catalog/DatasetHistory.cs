using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Lake.Catalog;

/// <summary>Which versions of a dataset can be read, and when each was made. It looks at single commits, never at the whole state.</summary>
internal sealed class DatasetHistory
{
    private readonly DeltaLog _log;
    private readonly LogListing _listing;

    private DatasetHistory(DeltaLog log, LogListing listing, long first)
    {
        _log = log;
        _listing = listing;
        First = first;
    }

    /// <summary>The oldest version that users can read: in our own datasets 1, whose version 0 only declares the columns.</summary>
    public long First { get; }

    public long Latest => _listing.Latest;

    /// <summary>Whether versions before <see cref="First"/> existed and were cleaned up.</summary>
    public bool IsCleanedUp => _listing.Oldest > 0;

    /// <exception cref="ServerException">NotFound: there is no log. InvalidInput: it is damaged.</exception>
    public static async Task<DatasetHistory> ReadAsync(DeltaLog log, CancellationToken cancellationToken)
    {
        var listing = await log.ListAsync(cancellationToken);
        return new DatasetHistory(log, listing, await FirstAsync(log, listing, cancellationToken));
    }

    /// <summary>The dataset at a version from <see cref="First"/> to <see cref="Latest"/>.</summary>
    public Task<Snapshot> LoadAsync(long version, CancellationToken cancellationToken) =>
        SnapshotLoader.LoadAsync(_log, _listing, version, cancellationToken);

    /// <summary>When a version was made.</summary>
    public async Task<DateTimeOffset> TimeOfAsync(long version, CancellationToken cancellationToken) =>
        (await ReadAsync(version, cancellationToken)).Timestamp;

    /// <summary>The latest version at or before a time; null when all are later.</summary>
    /// <param name="time">Any time.</param>
    /// <param name="metadata">Of the latest version: it says since when commits tell their own time.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public Task<long?> FindAsync(DateTimeOffset time, TableMetadata metadata, CancellationToken cancellationToken)
    {
        // Before in-commit timestamps, times are those of files; only within each of the two do they never go back.
        return TableProperties.InCommitTimestampStart(metadata) is not { } start
            ? FindAsync(time, First, Latest, cancellationToken)
            : time >= start.Time
                ? FindAsync(time, Math.Max(First, start.Version), Latest, cancellationToken)
                : FindAsync(time, First, Math.Min(Latest, start.Version - 1), cancellationToken);
    }

    /// <summary>All versions, oldest first.</summary>
    public async Task<IReadOnlyList<DatasetVersion>> DescribeAsync(CancellationToken cancellationToken)
    {
        var rows = new RowCount();
        var versions = new List<DatasetVersion>();
        for (var version = _listing.Oldest; version <= Latest; version++)
        {
            var commit = await ReadAsync(version, cancellationToken);
            if (version > 0 && version == _listing.Oldest)
            {
                // Only the first needs to be known whole.
                foreach (var file in (await LoadAsync(version, cancellationToken)).Files)
                {
                    rows.Add(file);
                }
            }
            else
            {
                rows.Apply(commit);
            }

            if (version >= First)
            {
                versions.Add(Describe(commit, rows.Rows));
            }
        }

        return versions;
    }

    private static DatasetVersion Describe(Commit commit, long? rows)
    {
        var recipe = CommitRecipe.From(commit.Info);
        return new DatasetVersion(
            commit.Version, commit.Timestamp, commit.Info?.Operation ?? "UNKNOWN", commit.Info?.UserName ?? recipe?.User, rows, recipe)
        {
            Info = commit.Info,
        };
    }

    private static async Task<long> FirstAsync(DeltaLog log, LogListing listing, CancellationToken cancellationToken)
    {
        var oldest = listing.Oldest;
        return oldest == 0 && listing.Latest > 0 && await log.ReadAsync(0, cancellationToken) is { } declaration && DatasetDraft.IsDeclaration(declaration)
            ? 1
            : oldest;
    }

    private async Task<long?> FindAsync(DateTimeOffset time, long low, long high, CancellationToken cancellationToken)
    {
        long? found = null;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            if (await TimeOfAsync(middle, cancellationToken) <= time)
            {
                found = middle;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return found;
    }

    /// <summary>A version's commit; of the oldest perhaps only a checkpoint is left.</summary>
    private Task<Commit> ReadAsync(long version, CancellationToken cancellationToken) =>
        _listing.Checkpoints.FirstOrDefault(c => c.Version == version) is { } checkpoint
            ? SnapshotLoader.ReadAsync(_log, _listing, checkpoint, cancellationToken)
            : SnapshotLoader.ReadAsync(_log, _listing, version, cancellationToken);
}
