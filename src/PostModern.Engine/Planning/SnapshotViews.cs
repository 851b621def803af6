using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Shows versions of datasets to DuckDB: one immutable view a version, and under the dataset's own name its latest.</summary>
/// <remarks>
/// Statements that the planner understands are bound to the view of one version. The views with the datasets' own names serve everything
/// else: <c>information_schema</c>, SHOW, DESCRIBE, EXPLAIN, PIVOT and the bodies of views.
/// </remarks>
/// <param name="connection">Used for nothing else; owned.</param>
/// <param name="most">How many versions stay known beside the latest ones and those that the users' views read; the longest unused go first.</param>
internal sealed class SnapshotViews(Connection connection, int most = 256) : IDisposable
{
    /// <summary>Where the views of versions are; hidden from <c>pm.tables</c>.</summary>
    public const string SchemaName = "pm_snapshots";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<string> _schemas = [];
    private readonly Dictionary<string, long> _lastUse = [];
    private readonly Dictionary<string, Snapshot> _kept = [];
    private readonly Dictionary<(string Schema, string Name), string> _latest = [];
    private long _uses;

    /// <summary>The quoted name of the view that reads <paramref name="snapshot"/>, whether or not it exists.</summary>
    public static string NameOf(Snapshot snapshot) => $"{SqlText.Name(SchemaName)}.{SqlText.Name(snapshot.Identity)}";

    /// <summary>The quoted name of the view that reads <paramref name="snapshot"/>, made if need be.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="keep">Whether something that lasts will name it, such as a view.</param>
    /// <param name="cancellation">Stops the wait for others.</param>
    public async Task<string> EnsureAsync(Snapshot snapshot, bool keep, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var view = Ensure(snapshot);
            if (keep)
            {
                _kept[view] = snapshot;
            }

            return view;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The versions that something lasting names, among those of some names of views.</summary>
    public async Task<IReadOnlyList<Snapshot>> FindKeptAsync(IReadOnlySet<string> identities, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return [.. _kept.Values.Where(s => identities.Contains(s.Identity))];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes the datasets' own names show their latest versions, and forgets those that are gone.</summary>
    public async Task SyncAsync(DatasetCatalog catalog, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            foreach (var schema in (await catalog.Warehouse.ListSchemasAsync(cancellation)).Where(_schemas.Add))
            {
                connection.Execute($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(schema)}", cancellation);
            }

            var gone = _latest.Keys.ToHashSet();
            var datasets = await catalog.Warehouse.ListAsync(cancellation);
            var snapshots = await Task.WhenAll(datasets.Select(d => TryReadAsync(d, cancellation)));
            foreach (var (dataset, snapshot) in datasets.Zip(snapshots))
            {
                if (snapshot is { } latest)
                {
                    var key = (dataset.Schema, dataset.Name);
                    if (TryShowLatest(dataset, latest))
                    {
                        gone.Remove(key);
                    }
                }
            }

            foreach (var key in gone)
            {
                connection.Execute($"DROP VIEW IF EXISTS {SqlText.Name(key.Schema)}.{SqlText.Name(key.Name)}", cancellation);
                _latest.Remove(key);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        _gate.Dispose();
    }

    /// <summary>A dataset that was just dropped, or that another engine gave features we can't read, is no reason to fail a statement that may not even name it.</summary>
    public static async Task<Snapshot?> TryReadAsync(Dataset dataset, CancellationToken cancellation)
    {
        try
        {
            return await dataset.LatestAsync(cancellation);
        }
        catch (ServerException)
        {
            return null;
        }
    }

    /// <summary>DuckDB opens a view's files to make it; those in a bucket are fetched only for statements that mention the dataset.</summary>
    private bool MustBeFetched(Snapshot snapshot) =>
        snapshot.Log.DataFiles.IsRemote && snapshot.Files.Count > 0 && !_lastUse.ContainsKey(NameOf(snapshot));

    private static string NotFetched(Dataset dataset) =>
        $"Dataset '{dataset.QualifiedName}' has changed while the statement was planned; run it again.";

    /// <summary>A dataset whose files are gone or damaged is no reason either; who asks for it gets the error.</summary>
    private bool TryShowLatest(Dataset dataset, Snapshot latest)
    {
        try
        {
            ShowLatest((dataset.Schema, dataset.Name), MustBeFetched(latest) ? $"({SnapshotSql.SelectNone(latest, NotFetched(dataset))})" : Ensure(latest));
            return true;
        }
        catch (Exception e) when (e is DuckDbException or ServerException)
        {
            return false;
        }
    }

    private void ShowLatest((string Schema, string Name) key, string view)
    {
        if (_latest.GetValueOrDefault(key) == view)
        {
            return;
        }

        connection.Execute($"CREATE OR REPLACE VIEW {SqlText.Name(key.Schema)}.{SqlText.Name(key.Name)} AS FROM {view}");
        _latest[key] = view;
    }

    private string Ensure(Snapshot snapshot)
    {
        var view = NameOf(snapshot);
        if (!_lastUse.ContainsKey(view))
        {
            ForgetUnused();
            connection.Execute($"CREATE VIEW IF NOT EXISTS {view} AS {SnapshotSql.Select(snapshot)}");
        }

        _lastUse[view] = ++_uses;
        return view;
    }

    /// <summary>Each view holds the paths of all its files: without an end to them, ten thousand small commits would fill the memory.</summary>
    private void ForgetUnused()
    {
        var latest = _latest.Values.ToHashSet();
        var candidates = _lastUse.Where(v => !_kept.ContainsKey(v.Key) && !latest.Contains(v.Key)).ToList();
        if (candidates.Count < most)
        {
            return;
        }

        foreach (var (view, _) in candidates.OrderBy(v => v.Value).Take((most + 3) / 4))
        {
            connection.Execute($"DROP VIEW IF EXISTS {view}");
            _lastUse.Remove(view);
        }
    }
}
