using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Copies;

namespace PostModern.Lake.Delta;

/// <summary>A table as it is at one version. Immutable, and safe to share.</summary>
public sealed class Snapshot
{
    // So many commits later, a listing and a checkpoint are read sooner than every commit.
    private const int FarBehind = 100;

    private readonly AddFile[] _files;

    internal Snapshot(DeltaLog log, Commit last, Protocol protocol, TableMetadata metadata, AddFile[] files, bool isProvisional)
    {
        TableFeatures.CheckReadable(protocol, metadata, log.Location);
        Log = log;
        LastCommit = last;
        Protocol = protocol;
        Metadata = metadata;
        Schema = DeltaSchema.FromJson(metadata.SchemaString);
        IsProvisional = isProvisional;

        // The table's id tells a dataset from one of the same name that was dropped before it.
        // A folder that was copied or renamed keeps the id, but its files are elsewhere.
        Identity = $"{metadata.Id}@{Version}{(isProvisional ? $"+{Guid.NewGuid():N}" : "")}@{log.Location}";
        _files = files;
    }

    /// <summary>Where the table's versions are.</summary>
    public DeltaLog Log { get; }

    public long Version => LastCommit.Version;

    /// <summary>Whether it is what an open transaction makes of the table: its version is no version yet.</summary>
    public bool IsProvisional { get; }

    /// <summary>Tells this state of this table from every other, also from what open transactions make of it.</summary>
    public string Identity { get; }

    /// <summary>When this version came to be.</summary>
    public DateTimeOffset Timestamp => LastCommit.Timestamp;

    public Protocol Protocol { get; }

    public TableMetadata Metadata { get; }

    /// <summary>The columns; see <see cref="DeltaSchema"/> for their metadata.</summary>
    public Schema Schema { get; }

    /// <summary>The columns' names by which the rows are divided among files.</summary>
    public ValueList<string> PartitionColumns => Metadata.PartitionColumns;

    /// <summary>Columns and partitions: what a writer of data files must know.</summary>
    public TableLayout Layout => new(Schema, PartitionColumns);

    /// <summary>Whether deleted rows may be written down instead of taken out of their files.</summary>
    public bool AllowsDeletionVectors => TableFeatures.AllowsDeletionVectors(Metadata);

    /// <summary>Whether readers find columns by their ids instead of their physical names.</summary>
    public bool IsMappedById => ColumnMapping.IsById(Metadata);

    /// <summary>Whether files may hold columns under other names, or in narrower types, than the schema says.</summary>
    public bool IsMapped => ColumnMapping.IsOn(Metadata) || Metadata.SchemaString.Contains(TypeWidening.ChangesKey, StringComparison.Ordinal);

    /// <summary>The files that make up the table, in the order in which they were added.</summary>
    public IReadOnlyList<AddFile> Files => _files;

    /// <summary>The paths or URIs of <see cref="Files"/>.</summary>
    public IEnumerable<string> FileUris => _files.Select(f => Log.Resolve(f.Path));

    /// <summary>Where the query engine finds <see cref="Files"/>, once they are fetched.</summary>
    public IEnumerable<string> LocalPaths => _files.Select(f => Log.LocalPath(f.Path));

    /// <summary>Makes sure that all files can be read at <see cref="LocalPaths"/>, until the result is disposed.</summary>
    /// <exception cref="ServerException">A file can't be fetched.</exception>
    public Task<IDisposable> FetchAsync(CancellationToken cancellationToken = default) => FetchAsync(_files, cancellationToken);

    /// <summary>Makes sure that some of the files can be read.</summary>
    /// <inheritdoc cref="FetchAsync(CancellationToken)"/>
    public Task<IDisposable> FetchAsync(IEnumerable<AddFile> files, CancellationToken cancellationToken = default) =>
        Log.FetchAsync(files.Select(f => (f.Path, f.Size)), cancellationToken);

    /// <summary>Some of the files' copies, of which nothing is fetched yet; none where the files lie on this machine's disk anyway.</summary>
    public Task<HeldCopies> HoldAsync(IEnumerable<AddFile> files, CancellationToken cancellationToken = default) =>
        Log.DataFiles.HoldAsync(Log.Location, files.Select(f => (f.Path, f.Size)), cancellationToken);

    /// <summary>Rows in the table, from the files' statistics; null when a file has none.</summary>
    public long? Rows => CountRows(_files);

    /// <summary>What all rows of a file have in a partition column, as the log's text; null and the empty text both mean NULL.</summary>
    public string? PartitionValue(AddFile file, string column)
    {
        ArgumentNullException.ThrowIfNull(file);
        var field = Schema.Fields.FirstOrDefault(f => f.Name == column);
        return file.PartitionValues.GetValueOrDefault(field is null ? column : ColumnMapping.PhysicalName(field));
    }

    /// <summary>Rows and ranges of a file under the columns' own names, those of partition columns among them; null when there are none.</summary>
    /// <exception cref="ServerException">InvalidInput: the log's text is not Delta's.</exception>
    public FileStatistics? ReadStatistics(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return LogicalStatistics.Of(this, file);
    }

    /// <summary>Whether a file is known to have every column of the schema.</summary>
    public bool HasAllColumns(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileColumns.AreComplete(file, Metadata, Schema);
    }

    /// <summary>The commit that made this version.</summary>
    public Commit LastCommit { get; }

    /// <summary>What checkpoints must carry on.</summary>
    internal CarriedActions Carried { get; init; } = CarriedActions.None;

    /// <summary>Reads a version from the nearest checkpoint at or before it and the commits after that.</summary>
    /// <param name="log">The table.</param>
    /// <param name="version">The latest when null.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ServerException">NotFound: no table or no such version. Unsupported: features we can't read.</exception>
    public static async Task<Snapshot> LoadAsync(DeltaLog log, long? version = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        var listing = await log.ListAsync(cancellationToken);
        return await SnapshotLoader.LoadAsync(log, listing, version ?? listing.Latest, cancellationToken);
    }

    /// <summary>The latest version, reading only what was committed since; this snapshot itself when that is nothing.</summary>
    public async Task<Snapshot> AdvanceAsync(CancellationToken cancellationToken = default)
    {
        if (await Log.ReadAsync(Version + 1, cancellationToken) is not { } next)
        {
            return this;
        }

        var builder = new SnapshotBuilder(this);
        for (var commit = next; commit is not null; commit = await Log.ReadAsync(builder.Next, cancellationToken))
        {
            if (commit.Version > Version + FarBehind)
            {
                return await LoadAsync(Log, cancellationToken: cancellationToken);
            }

            builder.Apply(commit);
        }

        return builder.Build();
    }

    /// <summary>Starts the change that makes the next version.</summary>
    /// <exception cref="ServerException">Unsupported: the table asks writers for something that we don't do.</exception>
    public Transaction Begin()
    {
        TableFeatures.CheckWritable(Protocol, Metadata, Log.Location);
        return new Transaction(this);
    }

    /// <summary>Starts a change that leaves the rows as they are and puts them into other files.</summary>
    /// <inheritdoc cref="Begin"/>
    public Transaction BeginRearrangement()
    {
        TableFeatures.CheckWritable(Protocol, Metadata, Log.Location);
        return new Transaction(this) { IsRearrangement = true, ReadsTable = true };
    }

    /// <summary>A file of this version that is there no more, of those that aren't in a later one; null when all are.</summary>
    internal async Task<string?> FindMissingFileAsync(Snapshot later, CancellationToken cancellationToken)
    {
        // The later version's own files are there as long as it can be read itself.
        var known = later.Files.Select(f => f.Path).ToHashSet();
        string? missing = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_files.Where(f => !known.Contains(f.Path)), options, async (file, token) =>
        {
            if (missing is null && await Log.Store.TryGetAsync(Log.Resolve(file.Path), token) is null)
            {
                missing = file.Path;
            }
        });
        return missing;
    }

    /// <summary>Rows in files that are not deleted; null when a file has no statistics.</summary>
    public static long? CountRows(IEnumerable<AddFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        long rows = 0;
        foreach (var file in files)
        {
            if (file.LiveRows is not { } count)
            {
                return null;
            }

            rows += count;
        }

        return rows;
    }

    /// <summary>That table's log is gone from under a cached snapshot, or another table took its place.</summary>
    internal Task<bool> IsCurrentTableAsync(CancellationToken cancellationToken) =>
        Log.IsUnchangedAsync(LastCommit, cancellationToken);
}
