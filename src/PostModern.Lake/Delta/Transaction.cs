using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>A change to a table, prepared against one snapshot, that becomes the next version whole or not at all.</summary>
/// <remarks>For one thread. Data files are written before, by somebody else; a change that isn't committed leaves them unreferenced.</remarks>
public sealed class Transaction
{
    private readonly List<AddFile> _added = [];
    private readonly HashSet<string> _existing = [];
    private readonly Dictionary<(string Path, string? Vector), AddFile> _removed = [];
    private Protocol? _protocol;
    private TableMetadata? _metadata;

    internal Transaction(Snapshot snapshot) => Snapshot = snapshot;

    /// <summary>The version that the change starts from.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>Whether the rows to write depend on the table's own (<c>INSERT INTO x SELECT … FROM x</c>). Removing files implies it.</summary>
    public bool ReadsTable { get; set; }

    /// <summary>Whether the table's rows stay the same, and only lie in other files after it. Set it first.</summary>
    public bool IsRearrangement { get; init; }

    /// <summary>Whether this only adds files and has looked at nothing.</summary>
    internal bool IsBlindAppend => !ReadsTable && _removed.Count == 0 && !ChangesMetadata;

    internal bool ChangesMetadata => _metadata is not null || _protocol is not null;

    /// <summary>Whether it changes nothing at all.</summary>
    public bool IsEmpty => _added.Count == 0 && _removed.Count == 0 && !ChangesMetadata;

    /// <summary>The files that come with it.</summary>
    public IReadOnlyCollection<AddFile> Added => _added;

    internal IReadOnlyCollection<AddFile> Removed => _removed.Values;

    /// <summary>Adds a data file, written already.</summary>
    public void Add(AddFile file) => _added.Add(file);

    /// <summary>Adds a data file that was there before, and that others may need: an old version, or another table.</summary>
    public void AddExisting(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _existing.Add(file.Path);
        _added.Add(file);
    }

    /// <summary>Takes a file of the snapshot out of the table.</summary>
    /// <exception cref="ServerException">Unsupported: the table is append-only.</exception>
    public void Remove(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (TableFeatures.IsAppendOnly(Snapshot.Metadata) && !IsRearrangement)
        {
            throw new ServerException(ErrorCode.Unsupported, $"Rows of '{Snapshot.Log.Location}' can't be changed: it is append-only.");
        }

        _removed.Add(file.Key, file);
    }

    /// <summary>Takes rows of a file of the snapshot out of the table, and leaves the file as it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="vector">All its deleted rows, those from before among them; see <see cref="DeletedRows.WriteAsync"/>.</param>
    /// <exception cref="ServerException">Unsupported: the table is append-only.</exception>
    public void MarkDeleted(AddFile file, DeletionVector vector)
    {
        Remove(file);
        Add(file with { DeletionVector = vector, Stats = file.Stats is null ? null : FileStatistics.Loosen(file.Stats) });
    }

    /// <summary>
    /// The files that were written for this change, data and deletion vectors: relative to the table's folder, or absolute. Nobody needs them when
    /// it isn't committed.
    /// </summary>
    public IEnumerable<string> NewFiles
    {
        get
        {
            var old = _removed.Keys.Select(k => k.Path).ToHashSet();
            var oldVectors = _removed.Values.Select(f => f.DeletionVector).ToHashSet();
            var made = _added.Where(f => !_existing.Contains(f.Path)).ToList();
            return made.Where(f => !old.Contains(f.Path)).Select(f => f.Path)
                .Concat(made.Where(f => f.DeletionVector is { StorageType: "u" } v && !oldVectors.Contains(v)).Select(f => f.DeletionVector!.Locate(Snapshot.Log).PathOrInline))
                .Distinct();
        }
    }

    /// <summary>Takes all files of the snapshot out of the table, as overwriting begins.</summary>
    public void RemoveAll()
    {
        foreach (var file in Snapshot.Files)
        {
            Remove(file);
        }

        ReadsTable = true;
    }

    /// <summary>Gives the table other columns, and no partitions; goes with <see cref="RemoveAll"/>.</summary>
    public void SetSchema(Schema schema) => SetLayout(new TableLayout(schema, []));

    /// <summary>Gives the table other columns and partitions; goes with <see cref="RemoveAll"/>.</summary>
    /// <returns>The layout that its files must have.</returns>
    public TableLayout SetLayout(TableLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Redefine(ColumnMapping.AssignMissing(Snapshot.Metadata with
        {
            SchemaString = DeltaSchema.ToJson(layout.Schema),
            PartitionColumns = layout.PartitionColumns,
        }));
        return new TableLayout(DeltaSchema.FromJson(_metadata!.SchemaString), layout.PartitionColumns);
    }

    /// <summary>Changes what the table is: columns, comments, settings. Its files stay. The protocol follows.</summary>
    /// <param name="metadata">Made from the snapshot's, see <see cref="SchemaChange"/>.</param>
    public void Redefine(TableMetadata metadata)
    {
        var protocol = TableFeatures.Upgrade(Snapshot.Protocol, metadata);
        _protocol = protocol == Snapshot.Protocol ? null : protocol;
        _metadata = metadata;
    }

    /// <summary>Gives the table the columns and settings of another version, of this table or another; goes with exchanging its files.</summary>
    /// <remarks>The table stays itself: its id, name and age don't change, and it asks of its readers at least what it did before.</remarks>
    public void SetDefinition(Snapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var protocol = TableFeatures.Union(Snapshot.Protocol, other.Protocol);
        _protocol = protocol == Snapshot.Protocol ? null : protocol;
        var metadata = TableDefinition.Adopt(Snapshot.Metadata, other.Metadata);
        _metadata = metadata.Describes(Snapshot.Metadata) ? null : metadata;
    }

    /// <summary>Makes the table what it was at another version: its files that are in the table no more come back, the others leave.</summary>
    /// <exception cref="ServerException">Unsupported: the table is append-only.</exception>
    public void RestoreTo(Snapshot past)
    {
        ArgumentNullException.ThrowIfNull(past);
        var now = Snapshot.Files.Select(f => f.Key).ToHashSet();
        var then = past.Files.Select(f => f.Key).ToHashSet();
        foreach (var file in Snapshot.Files.Where(f => !then.Contains(f.Key)))
        {
            Remove(file);
        }

        foreach (var file in past.Files.Where(f => !now.Contains(f.Key)))
        {
            AddExisting(file with { DataChange = true });
        }

        SetDefinition(past);
        ReadsTable = true;
    }

    /// <summary>Commits; after a lost race tries again as long as the change still means the same.</summary>
    /// <exception cref="ServerException">NotFound: a data file is missing. InvalidInput: it has another size than was said.</exception>
    public async Task<CommitOutcome> CommitAsync(CommitDescription description, CancellationToken cancellationToken = default)
    {
        await SealedFiles.CheckAsync(Snapshot.Log, _added, cancellationToken);
        var outcome = await new CommitRace(this, description).RunAsync(cancellationToken);
        return outcome is Committed committed
            ? committed with { MaintenanceFailure = await LogMaintenance.AfterCommitAsync(committed.Snapshot, TimeProvider.System) }
            : outcome;
    }

    /// <summary>What another writer has committed meanwhile that contradicts the change; null when it could be committed now.</summary>
    public async Task<Conflicted?> FindConflictAsync(CancellationToken cancellationToken = default)
    {
        if (!await Snapshot.IsCurrentTableAsync(cancellationToken))
        {
            return Conflicted.Dropped(Snapshot.Log);
        }

        for (var version = Snapshot.Version + 1; await Snapshot.Log.ReadAsync(version, cancellationToken) is { } theirs; version++)
        {
            if (ConflictRules.Contradiction(this, theirs) is { } reason)
            {
                return new Conflicted(Snapshot.Log.Location, reason);
            }
        }

        return null;
    }

    /// <summary>The table as this change would make it, for statements that go on from it before it is committed.</summary>
    public Snapshot Preview()
    {
        var now = DateTimeOffset.UtcNow;
        var builder = new SnapshotBuilder(Snapshot);
        builder.Apply(new Commit(builder.Next, [.. ActionsAt(now.ToUnixTimeMilliseconds())], Etag: null, now));
        return builder.Build(isProvisional: true);
    }

    /// <summary>This change and one that was made on its <see cref="Preview"/>, as one change.</summary>
    public Transaction Then(Transaction next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var both = new Transaction(Snapshot)
        {
            // Removing files means having looked for them in the whole table, even where only files of this very change are found.
            ReadsTable = ReadsTable || next.ReadsTable || next._removed.Count > 0,
            _protocol = next._protocol ?? _protocol,
            _metadata = next._metadata ?? _metadata,
        };
        both._existing.UnionWith(_existing.Concat(next._existing));

        // What one takes away and the other brings back was never gone: restoring a version does that.
        var ours = _added.Select(f => f.Key).ToHashSet();
        var back = next._added.Where(f => _removed.ContainsKey(f.Key)).Select(f => f.Key).ToHashSet();
        both._added.AddRange(_added.Where(f => !next._removed.ContainsKey(f.Key)).Concat(next._added.Where(f => !back.Contains(f.Key))));
        foreach (var file in _removed.Values.Where(f => !back.Contains(f.Key)).Concat(next._removed.Values.Where(f => !ours.Contains(f.Key))))
        {
            both._removed.Add(file.Key, file);
        }

        return both;
    }

    /// <summary>Whether the commit must say when it was made.</summary>
    internal bool HasInCommitTimestamp => TableFeatures.HasInCommitTimestamps(_protocol ?? Snapshot.Protocol, _metadata ?? Snapshot.Metadata);

    internal bool Removes(string path) => _removed.Keys.Any(k => k.Path == path);

    /// <summary>The commit's actions but for its <see cref="CommitInfo"/>.</summary>
    internal IEnumerable<DeltaAction> ActionsAt(long time)
    {
        DeltaAction?[] definition = [_protocol, _metadata];
        return definition.OfType<DeltaAction>()
            .Concat(_removed.Values.Select(f => RemoveFile.Of(f, time) with { DataChange = !IsRearrangement }))
            .Concat(IsRearrangement ? _added.Select(f => f with { DataChange = false }) : _added);
    }
}
