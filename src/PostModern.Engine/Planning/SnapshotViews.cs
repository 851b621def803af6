using PostModern.DuckDb;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Shows versions of datasets to DuckDB: one immutable view a version, and under the dataset's own name its latest.</summary>
/// <remarks>
/// Statements that the planner understands are bound to the view of one version. The views with the datasets' own names serve everything
/// else: <c>information_schema</c>, SHOW, DESCRIBE, EXPLAIN, PIVOT and the bodies of views.
/// </remarks>
/// <param name="connection">Used for nothing else; owned.</param>
internal sealed class SnapshotViews(Connection connection) : IDisposable
{
    /// <summary>Where the views of versions are; hidden from <c>pm.tables</c>.</summary>
    public const string SchemaName = "pm_snapshots";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<string> _schemas = [];
    private readonly HashSet<string> _versions = [];
    private readonly Dictionary<(string Schema, string Name), string> _latest = [];

    /// <summary>The quoted name of the view that reads <paramref name="snapshot"/>, made if need be.</summary>
    public async Task<string> EnsureAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return Ensure(snapshot);
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
            foreach (var schema in catalog.Warehouse.ListSchemas().Where(_schemas.Add))
            {
                connection.Execute($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(schema)}", cancellation);
            }

            var gone = _latest.Keys.ToHashSet();
            foreach (var dataset in await catalog.Warehouse.ListAsync(cancellation))
            {
                var key = (dataset.Schema, dataset.Name);
                gone.Remove(key);
                ShowLatest(key, Ensure(await dataset.LatestAsync(cancellation)));
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
        // The table's id tells a dataset from one of the same name that was dropped before it.
        var view = $"{SqlText.Name(SchemaName)}.{SqlText.Name($"{snapshot.Metadata.Id}@{snapshot.Version}")}";
        if (_versions.Add(view))
        {
            connection.Execute($"CREATE VIEW IF NOT EXISTS {view} AS {SnapshotSql.Select(snapshot)}");
        }

        return view;
    }
}
