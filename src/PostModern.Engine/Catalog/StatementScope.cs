using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Catalog;

/// <summary>The datasets as one statement sees them: where its names lead, which versions it reads, where its changes go.</summary>
/// <param name="catalog">What is committed.</param>
/// <param name="view">How the session, and the transaction if there is one, look at it.</param>
/// <param name="held">Where to note files in use.</param>
internal sealed class StatementScope(DatasetCatalog catalog, CatalogView view, List<IDisposable>? held = null) : IDisposable
{
    /// <summary>Files in use; a scope and those made of it by <see cref="As"/> let go of them together.</summary>
    private readonly List<IDisposable> _held = held ?? [];
    private readonly List<ObjectCopy> _partial = [];
    private readonly List<(string Pattern, IReadOnlyList<ObjectListing> Objects)> _listings = [];
    private readonly List<ReadDataset> _inputs = [];

    public DatasetCatalog Catalog { get; } = catalog;

    /// <summary>What the statement has read so far.</summary>
    public IReadOnlyList<ReadDataset> Inputs => _inputs;

    /// <summary>What DuckDB's own functions read of buckets and links: patterns, and what they led to.</summary>
    public IReadOnlyList<(string Pattern, IReadOnlyList<ObjectListing> Objects)> Listings => _listings;

    /// <summary>The committed versions among them that the statement doesn't name itself.</summary>
    public IReadOnlyList<DatasetPin> Pins =>
        [.. _inputs.Where(i => !i.IsNamed && !i.Snapshot.IsProvisional).Select(i => new DatasetPin(i.Dataset.Schema, i.Dataset.Name, i.Snapshot.Version, i.Snapshot.Metadata.Id))];

    /// <summary>Whether names mean their past, for the whole session.</summary>
    public bool IsInPast => view.AsOf is not null;

    /// <summary>The values of the statement's parameters; null while it is only prepared.</summary>
    public BoundParameters? Parameters => view.Parameters;

    /// <summary>Whether the statement's text calls models, whose rows are slow to come.</summary>
    public bool CallsModels { get; set; }

    /// <summary>The schema of names without one.</summary>
    public string Schema => view.Schema;

    /// <summary>The time at which the session reads datasets; null for the present.</summary>
    public DateTimeOffset? AsOf => view.AsOf;

    public IChangeSink Changes { get; } = view.Transaction ?? (IChangeSink)new AutoCommit(catalog);

    /// <summary>Whether changes wait for a COMMIT.</summary>
    public bool IsInTransaction => view.Transaction is not null;

    /// <summary>The schema that a name means.</summary>
    public string SchemaOf(TableName name) => name.Schema ?? view.Schema;

    /// <summary>The names of all datasets, whatever their schema; any case.</summary>
    public async ValueTask<IReadOnlySet<string>> NamesAsync(CancellationToken cancellation) =>
        (await Catalog.NamesAsync(cancellation)).Concat(view.Transaction?.NewNames ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when there is no such dataset: the name may be a view, a temporary table or a CTE.</returns>
    public async ValueTask<Dataset?> TryResolveAsync(TableName name, CancellationToken cancellation)
    {
        var full = name with { Schema = SchemaOf(name) };
        return DatasetCatalog.Has(name.Catalog) && view.Transaction?.Find(full.Schema, full.Name) is { } pending
            ? pending.IsDropped ? null : pending.Dataset
            : await Catalog.TryResolveAsync(full, cancellation);
    }

    /// <exception cref="ServerException">NotFound.</exception>
    public async ValueTask<Dataset> ResolveAsync(TableName name, CancellationToken cancellation) =>
        await TryResolveAsync(name, cancellation)
        ?? throw new ServerException(ErrorCode.NotFound, $"There is no dataset '{name}'. List them with: FROM pm.datasets.");

    /// <summary>The version that the statement reads where it names none: one for the whole statement.</summary>
    public async Task<Snapshot> ReadAsync(Dataset dataset, CancellationToken cancellation)
    {
        if (_inputs.Find(i => !i.IsNamed && i.Dataset.Schema == dataset.Schema && i.Dataset.Name == dataset.Name) is { } known)
        {
            return known.Snapshot;
        }

        var snapshot = await FindAsync(dataset, cancellation);
        _inputs.Add(new ReadDataset(dataset, snapshot, IsNamed: false));
        return snapshot;
    }

    /// <summary>Notes a version that the statement names.</summary>
    public void AddNamed(Dataset dataset, Snapshot snapshot) => _inputs.Add(new ReadDataset(dataset, snapshot, IsNamed: true));

    /// <summary>The version that a change starts from, whose rows it reads.</summary>
    public async Task<Snapshot> ReadTargetAsync(Dataset dataset, CancellationToken cancellation)
    {
        var snapshot = await ReadTargetStateAsync(dataset, cancellation);
        await HoldAsync(snapshot, cancellation);
        return snapshot;
    }

    /// <summary>Fetches a version's files where they aren't on this machine's disk, and keeps them until the statement's plan is disposed.</summary>
    public Task HoldAsync(Snapshot snapshot, CancellationToken cancellation) => HoldAsync(snapshot, snapshot.Files, cancellation);

    /// <summary>Fetches and keeps some of a version's files.</summary>
    /// <inheritdoc cref="HoldAsync(Snapshot, CancellationToken)"/>
    public async Task HoldAsync(Snapshot snapshot, IReadOnlyList<AddFile> files, CancellationToken cancellation)
    {
        if (snapshot.Log.DataFiles.IsRemote)
        {
            _held.Add(await snapshot.FetchAsync(files, cancellation));
        }
    }

    /// <summary>Keeps copies until the statement's plan is disposed.</summary>
    public HeldCopies Hold(HeldCopies copies)
    {
        _held.Add(copies);
        return copies;
    }

    /// <summary>Notes a pattern that was listed.</summary>
    public void AddListing(string pattern, IReadOnlyList<ObjectListing> objects) => _listings.Add((pattern, objects));

    /// <summary>Notes copies of Parquet files that have nothing but their footers yet.</summary>
    public void AddPartial(IEnumerable<ObjectCopy> copies) => _partial.AddRange(copies);

    /// <summary>The copies noted since the last call.</summary>
    public IReadOnlyList<ObjectCopy> TakePartial()
    {
        ObjectCopy[] partial = [.. _partial];
        _partial.Clear();
        return partial;
    }

    /// <summary>Whether none of the datasets read has been dropped since, or dropped and made anew.</summary>
    public async Task<bool> HasItsDatasetsAsync(CancellationToken cancellation)
    {
        foreach (var input in _inputs)
        {
            if ((await input.Dataset.LatestAsync(cancellation)).Metadata.Id != input.Snapshot.Metadata.Id)
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose()
    {
        _held.ForEach(h => h.Dispose());
        _held.Clear();
    }

    /// <summary>The version that a change starts from, when it only adds or replaces rows without reading any.</summary>
    public Task<Snapshot> ReadTargetStateAsync(Dataset dataset, CancellationToken cancellation) =>
        view.Transaction?.ReadAsync(dataset, cancellation) ?? dataset.LatestAsync(cancellation);

    /// <summary>The same datasets for a statement of another time: its schema, its time, and no versions planned before.</summary>
    public StatementScope As(string schema, DateTimeOffset? asOf) => new(Catalog, view with { Schema = schema, AsOf = asOf, Pins = [] }, _held);

    private Task<Snapshot> FindAsync(Dataset dataset, CancellationToken cancellation)
    {
        if (view.Pins.FirstOrDefault(p => p.Schema == dataset.Schema && p.Name == dataset.Name) is { } pin)
        {
            return ReadAsync(dataset, pin, cancellation);
        }

        return view.AsOf is { } time ? dataset.AtTimestampAsync(time, cancellation) : ReadTargetStateAsync(dataset, cancellation);
    }

    private static async Task<Snapshot> ReadAsync(Dataset dataset, DatasetPin pin, CancellationToken cancellation)
    {
        var latest = await dataset.LatestAsync(cancellation);
        return latest.Metadata.Id == pin.TableId
            ? await dataset.AtVersionAsync(pin.Version, cancellation)
            : throw new ServerException(
                ErrorCode.Conflict, $"Dataset '{dataset.QualifiedName}' was dropped and created anew since the statement was planned; run it again.");
    }
}
