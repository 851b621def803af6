using System.Collections.Concurrent;
using PostModern.Engine.Catalog;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.OpenLineage;

/// <summary>Tells an OpenLineage collector which statements made which versions of what.</summary>
/// <remarks>
/// A statement that commits by itself gives START, then COMPLETE or FAIL. What a transaction gathers is told of when it commits: a run for each
/// dataset. Statements never wait for the collector; events that it doesn't take are dropped and counted.
/// </remarks>
public sealed class LineageEvents : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, OpenRun> _open = new();
    private readonly ConcurrentDictionary<(string Schema, string Name), string> _places = new();
    private readonly OpenLineageOptions _options;
    private readonly Warehouse _warehouse;
    private readonly EventQueue _queue;

    internal LineageEvents(OpenLineageOptions options, Warehouse warehouse)
    {
        (_options, _warehouse) = (options, warehouse);
        _queue = new EventQueue(options);
    }

    /// <summary>Events that the collector has taken.</summary>
    public long Sent => _queue.Sent;

    /// <summary>Events that are lost: the collector refused them, can't be reached, or is too slow.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>Gets a sentence for each event that is lost.</summary>
    public Action<string>? Log
    {
        get => _queue.Log;
        set => _queue.Log = value;
    }

    /// <summary>Sends what waits, for a few seconds.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    /// <summary>A statement that makes a version by itself begins.</summary>
    /// <param name="runId">Its execution.</param>
    /// <param name="target">The dataset, with its schema.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="columns">The columns of the dataset that are a column of an input, unchanged.</param>
    internal void Start(
        Guid runId, string target, string sql, IEnumerable<ReadDataset> inputs, IReadOnlyDictionary<string, DatasetField> columns)
    {
        foreach (var input in inputs)
        {
            Remember(input.Dataset);
        }

        var run = new StatementRunInfo(runId, target, sql, Locate);
        _open[runId] = new OpenRun(run, columns);
        _queue.Add(new RunEvent(_options, run).ToJson("START", DateTimeOffset.UtcNow));
    }

    /// <summary>A version has been made.</summary>
    internal void Committed(Dataset dataset, Snapshot snapshot, ChangeNote note)
    {
        Remember(dataset);
        var now = DateTimeOffset.UtcNow;
        if (!_open.TryRemove(note.RunId, out var open))
        {
            // A transaction may make versions of several datasets, and each is a job of its own.
            open = new OpenRun(new StatementRunInfo(Guid.CreateVersion7(), $"{dataset.Schema}.{dataset.Name}", note.Recipe.Sql, Locate), null);
            _queue.Add(new RunEvent(_options, open.Run).ToJson("START", note.Recipe.Started ?? now));
        }

        _queue.Add(new RunEvent(_options, open.Run).Describe(dataset, snapshot, note.Recipe, open.Columns).ToJson("COMPLETE", now));
    }

    /// <summary>A statement ends well; when it has made no version, that is told now.</summary>
    internal void Complete(Guid runId)
    {
        if (_open.TryRemove(runId, out var open))
        {
            _queue.Add(new RunEvent(_options, open.Run).ToJson("COMPLETE", DateTimeOffset.UtcNow));
        }
    }

    /// <summary>A statement fails.</summary>
    internal void Fail(Guid runId, Exception error)
    {
        if (_open.TryRemove(runId, out var open))
        {
            _queue.Add(new RunEvent(_options, open.Run).Describe(error).ToJson("FAIL", DateTimeOffset.UtcNow));
        }
    }

    private void Remember(Dataset dataset) => _places[(dataset.Schema, dataset.Name)] = dataset.Path;

    private string Locate(DatasetInput input) => _places.GetValueOrDefault((input.Schema, input.Name)) ?? $"{_warehouse.Root}/{input.Schema}/{input.Name}";

    private sealed record OpenRun(StatementRunInfo Run, IReadOnlyDictionary<string, DatasetField>? Columns);
}
