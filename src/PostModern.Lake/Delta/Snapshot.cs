using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

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

    /// <summary>Rows in the table, from the files' statistics; null when a file has none.</summary>
    public long? Rows => CountRows(_files);

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
        Log.IsUnchangedAsync(LastCommit, cancellationToken);
}
