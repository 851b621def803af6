using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>A table as it is at one version. Immutable, and safe to share.</summary>
public sealed class Snapshot
{
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

    /// <summary>Reads the log up to a version.</summary>
    /// <param name="log">The table.</param>
    /// <param name="version">The latest when null.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ServerException">NotFound: no table or no such version. Unsupported: features or checkpoints we can't read.</exception>
    public static async Task<Snapshot> LoadAsync(DeltaLog log, long? version = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        var versions = await log.ListAsync(cancellationToken);
        CheckComplete(log, versions);
        var last = version ?? versions[^1];
        if (last < 0 || last > versions[^1])
        {
            throw new ServerException(ErrorCode.NotFound, $"Table '{log.Location}' has no version {last}; the latest is {versions[^1]}.");
        }

        var builder = new SnapshotBuilder(log);
        while (builder.Next <= last)
        {
            await ApplyNextAsync(builder, log, cancellationToken);
        }

        return builder.Build();
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
        Log.IsUnchangedAsync(Version, LastCommit.Etag, cancellationToken);

    private static async Task ApplyNextAsync(SnapshotBuilder builder, DeltaLog log, CancellationToken cancellationToken) =>
        builder.Apply(await log.ReadAsync(builder.Next, cancellationToken) ?? throw Missing(log, builder.Next));

    private static void CheckComplete(DeltaLog log, IReadOnlyList<long> versions)
    {
        if (versions.Count == 0)
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no Delta table at '{log.Location}'.");
        }

        if (versions[0] > 0)
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"The log of '{log.Location}' begins at version {versions[0]}: what came before is in a checkpoint, and those aren't read here.");
        }

        for (var i = 1; i < versions.Count; i++)
        {
            if (versions[i] != i)
            {
                throw Missing(log, i);
            }
        }
    }

    private static ServerException Missing(DeltaLog log, long version) =>
        new(ErrorCode.InvalidInput, $"The log of '{log.Location}' is damaged: version {version} is missing.");
}
