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
        if (files.Any(f => f.HasDeletionVector))
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"Can't read table '{log.Location}': it uses the Delta table features deletionVectors.");
        }

        Log = log;
        LastCommit = last;
        Protocol = protocol;
        Metadata = metadata;
        Schema = DeltaSchema.FromJson(metadata.SchemaString);
        IsProvisional = isProvisional;

        // The table's id tells a dataset from one of the same name that was dropped before it.
        Identity = isProvisional ? $"{metadata.Id}@{Version}+{Guid.NewGuid():N}" : $"{metadata.Id}@{Version}";
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

    /// <summary>The files that make up the table, in the order in which they were added.</summary>
    public IReadOnlyList<AddFile> Files => _files;

    /// <summary>The paths or URIs of <see cref="Files"/>.</summary>
    public IEnumerable<string> FileUris => _files.Select(f => Log.Resolve(f.Path));

    /// <summary>Where the query engine finds <see cref="Files"/>, once they are fetched.</summary>
    public IEnumerable<string> LocalPaths => _files.Select(f => Log.LocalPath(f.Path));

    /// <summary>Makes sure that all files can be read at <see cref="LocalPaths"/>, until the result is disposed.</summary>
    /// <exception cref="ServerException">A file can't be fetched.</exception>
    public Task<IDisposable> FetchAsync(CancellationToken cancellationToken = default) =>
        Log.DataFiles.FetchAsync(Log.Location, _files.Select(f => (f.Path, f.Size)), cancellationToken);

    /// <summary>Rows in the table, from the files' statistics; null when a file has none.</summary>
    public long? Rows => CountRows(_files);

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

    internal static long? CountRows(IEnumerable<AddFile> files)
    {
        long rows = 0;
        foreach (var file in files)
        {
            if (file.Rows is not { } count)
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
