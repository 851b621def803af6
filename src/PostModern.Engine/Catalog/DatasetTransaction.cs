using System.Collections.Immutable;
using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Catalog;

/// <summary>Several statements' changes, which become visible together, one new version a dataset, or not at all.</summary>
/// <remarks>
/// Snapshot isolation: every dataset is read as it was when the transaction first met it, with the transaction's own changes. Nothing is
/// locked; committing fails when another writer has changed what was changed here. Temporary tables are no part of it.
/// </remarks>
internal sealed class DatasetTransaction : IChangeSink, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<DatasetDraft> _drafts = [];
    private readonly Dictionary<string, IObjectStore> _written = [];
    private readonly SavepointStack _savepoints = new();
    private ImmutableDictionary<string, PendingDataset> _state =
        ImmutableDictionary.Create<string, PendingDataset>(StringComparer.OrdinalIgnoreCase);

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The names of the datasets that the transaction makes.</summary>
    public IEnumerable<string> NewNames => State.Values.Where(p => p is { Draft: not null, IsDropped: false }).Select(p => p.Dataset.Name);

    private ImmutableDictionary<string, PendingDataset> State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>What the transaction knows of a name; null when it has not met it.</summary>
    public PendingDataset? Find(string schema, string name) => State.GetValueOrDefault(Key(schema, name));

    /// <summary>The dataset as the transaction's next statement sees it.</summary>
    public async Task<Snapshot> ReadAsync(Dataset dataset, CancellationToken cancellation)
    {
        if (Find(dataset.Schema, dataset.Name) is { } known)
        {
            return known.Snapshot;
        }

        var latest = await dataset.LatestAsync(cancellation);
        lock (_lock)
        {
            var key = Key(dataset.Schema, dataset.Name);
            if (!_state.TryGetValue(key, out var met))
            {
                met = new PendingDataset(dataset, latest);
                _state = _state.Add(key, met);
            }

            return met.Snapshot;
        }
    }

    public Task ChangeAsync(Dataset dataset, Transaction change, ChangeNote note, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var key = Key(dataset.Schema, dataset.Name);
            if (!_state.TryGetValue(key, out var pending) || !ReferenceEquals(pending.Snapshot, change.Snapshot))
            {
                throw new ServerException(
                    ErrorCode.Conflict, $"Another statement of the same transaction has changed '{dataset.QualifiedName}' meanwhile; run this one again.");
            }

            foreach (var file in change.NewFiles)
            {
                _written[dataset.Log.Resolve(file)] = dataset.Log.Store;
            }

            _state = _state.SetItem(key, pending.With(change, note));
        }

        return Task.CompletedTask;
    }

    public Task CreateAsync(DatasetDraft draft, Transaction content, ChangeNote note, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _drafts.Add(draft);
            var key = Key(draft.Dataset.Schema, draft.Dataset.Name);
            if (_state.TryGetValue(key, out var pending) && pending is { Draft: null, IsDropped: true })
            {
                throw new ServerException(
                    ErrorCode.Unsupported,
                    $"'{draft.Dataset.QualifiedName}' can't be dropped and created in one transaction; use CREATE OR REPLACE TABLE.");
            }

            _state = _state.SetItem(key, new PendingDataset(draft.Dataset, content.Snapshot) { Draft = draft }.With(content, note));
        }

        return Task.CompletedTask;
    }

    public async Task DropAsync(Dataset dataset, CancellationToken cancellation)
    {
        _ = await ReadAsync(dataset, cancellation);
        lock (_lock)
        {
            var key = Key(dataset.Schema, dataset.Name);
            _state = _state[key] is { Draft: not null } ? _state.Remove(key) : _state.SetItem(key, _state[key] with { IsDropped = true });
        }
    }

    /// <summary>Marks the present state.</summary>
    /// <param name="name">As SQL names it; of two with one name the later counts.</param>
    public Guid Save(string? name)
    {
        lock (_lock)
        {
            return _savepoints.Add(name, _state);
        }
    }

    public bool HasSavepoint(Guid id)
    {
        lock (_lock)
        {
            return _savepoints.Has(id);
        }
    }

    /// <summary>Goes back to a savepoint, which stays.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public void RollBackTo(SavepointName savepoint)
    {
        lock (_lock)
        {
            _state = _savepoints.RollBackTo(savepoint);
        }
    }

    /// <summary>Forgets a savepoint and those after it; the changes stay.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public void Release(SavepointName savepoint)
    {
        lock (_lock)
        {
            _savepoints.Release(savepoint);
        }
    }

    /// <summary>Makes the changes visible, dataset by dataset. Call it once; then dispose.</summary>
    /// <exception cref="ServerException">Conflict: another writer came first. Nothing was committed, or the message says what was.</exception>
    public async Task CommitAsync(DatasetCatalog catalog, CancellationToken cancellation)
    {
        var changed = State.Values.Where(p => p.HasChanged).OrderBy(p => p.Dataset.QualifiedName, StringComparer.Ordinal).ToList();
        var kept = changed.SelectMany(p => p.Files).ToHashSet();
        await DiscardAsync(_written.Where(f => !kept.Contains(f.Key)));
        await PendingCommit.CheckAsync(changed, cancellation);

        // From here on a file may be part of a version, whatever exception follows.
        _written.Clear();
        await PendingCommit.RunAsync(changed, new AutoCommit(catalog), cancellation);
    }

    /// <summary>Removes what was written and not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await DiscardAsync(_written);
        foreach (var draft in _drafts)
        {
            await draft.DisposeAsync();
        }
    }

    private static async Task DiscardAsync(IEnumerable<KeyValuePair<string, IObjectStore>> files)
    {
        foreach (var (file, store) in files)
        {
            await store.DeleteAsync(file);
        }
    }

    private static string Key(string schema, string name) => SqlText.Name(schema) + "." + SqlText.Name(name);
}
