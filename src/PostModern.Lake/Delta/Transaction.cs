using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>A change to a table, prepared against one snapshot, that becomes the next version whole or not at all.</summary>
/// <remarks>For one thread. Data files are written before, by somebody else; a change that isn't committed leaves them unreferenced.</remarks>
public sealed class Transaction
{
    private readonly List<AddFile> _added = [];
    private readonly Dictionary<(string Path, string? Vector), AddFile> _removed = [];
    private Protocol? _protocol;
    private TableMetadata? _metadata;

    internal Transaction(Snapshot snapshot) => Snapshot = snapshot;

    /// <summary>The version that the change starts from.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>Whether the rows to write depend on the table's own (<c>INSERT INTO x SELECT … FROM x</c>). Removing files implies it.</summary>
    public bool ReadsTable { get; set; }

    /// <summary>Whether this only adds files and has looked at nothing.</summary>
    internal bool IsBlindAppend => !ReadsTable && _removed.Count == 0 && !ChangesMetadata;

    internal bool ChangesMetadata => _metadata is not null || _protocol is not null;

    /// <summary>The files that come with it.</summary>
    public IReadOnlyCollection<AddFile> Added => _added;

    internal IReadOnlyCollection<AddFile> Removed => _removed.Values;

    /// <summary>Adds a data file, written already.</summary>
    public void Add(AddFile file) => _added.Add(file);

    /// <summary>Takes a file of the snapshot out of the table.</summary>
    /// <exception cref="ServerException">Unsupported: the table is append-only.</exception>
    public void Remove(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (TableFeatures.IsAppendOnly(Snapshot.Metadata))
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

    /// <summary>The files that were written for this change, data and deletion vectors: relative to the table's folder, or absolute.</summary>
    public IEnumerable<string> NewFiles
    {
        get
        {
            var old = _removed.Keys.Select(k => k.Path).ToHashSet();
            var oldVectors = _removed.Values.Select(f => f.DeletionVector).ToHashSet();
            return _added.Where(f => !old.Contains(f.Path)).Select(f => f.Path)
                .Concat(_added.Where(f => f.DeletionVector is { StorageType: "u" } v && !oldVectors.Contains(v)).Select(f => f.DeletionVector!.Locate(Snapshot.Log).PathOrInline))
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

    /// <summary>Commits; after a lost race tries again as long as the change still means the same.</summary>
    /// <exception cref="ServerException">NotFound: a data file is missing. InvalidInput: it has another size than was said.</exception>
    public async Task<CommitOutcome> CommitAsync(CommitDescription description, CancellationToken cancellationToken = default)
    {
        await SealedFiles.CheckAsync(Snapshot.Log, _added, cancellationToken);
        return await new CommitRace(this, description).RunAsync(cancellationToken);
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
        var ours = _added.Select(f => f.Key).ToHashSet();
        both._added.AddRange(_added.Where(f => !next._removed.ContainsKey(f.Key)).Concat(next._added));
        foreach (var file in _removed.Values.Concat(next._removed.Values.Where(f => !ours.Contains(f.Key))))
        {
            both._removed.Add(file.Key, file);
        }

        return both;
    }

    internal bool Removes(string path) => _removed.Keys.Any(k => k.Path == path);

    /// <summary>The commit's actions but for its <see cref="CommitInfo"/>.</summary>
    internal IEnumerable<DeltaAction> ActionsAt(long time)
    {
        DeltaAction?[] definition = [_protocol, _metadata];
        return definition.OfType<DeltaAction>()
            .Concat(_removed.Values.Select(f => RemoveFile.Of(f, time)))
            .Concat(_added);
    }
}
