using System.Text.Encodings.Web;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Cache;
using PostModern.Lake.Catalog;
using PostModern.Lake.Connections;

namespace PostModern.Engine.Functions;

/// <summary>The functions behind <c>pm.datasets</c>, <c>pm.versions(…)</c>, <c>pm.models</c>, <c>pm.devices</c>, <c>pm.errors</c>, <c>pm.inference_log</c>, <c>pm.cache</c> and <c>pm.connections</c>.</summary>
internal sealed class SystemTables(Warehouse warehouse, ConnectionList connections, UserModels models, ErrorLog errors, InferenceLog inferences, InferenceCache cache)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IEnumerable<TableFunction> Functions() =>
    [
        SystemTable.Create(
            "pm_datasets", 0,
            [Text("schema_name"), Text("name"), Number("version"), Time("modified"), Text("location"), Text("error")],
            (_, cancellation) => DatasetsAsync(cancellation)),
        SystemTable.Create(
            "pm_versions", 1,
            [Number("version"), Time("timestamp"), Text("operation"), Text("user"), Number("rows"), Text("sql"), Text("parameters")],
            VersionsAsync),
        SystemTable.Create(
            "pm_models", 0,
            [
                Text("name"), Text("task"), Text("digest"), Text("licence"), Text("source"), Number("bytes"), Text("device"), Texts("inputs"), Texts("outputs"),
                Text("location"), Text("options"), Text("owner"), Time("created"),
            ],
            (_, cancellation) => ModelsAsync(cancellation)),
        SystemTable.Create("pm_devices", 0, [Text("device"), Text("note")], (_, _) => Task.FromResult(Devices())),
        SystemTable.Create(
            "pm_errors", 0,
            [Time("time"), Text("function"), Text("model"), Text("uri"), Text("code"), Text("message"), Text("sql")],
            (_, _) => Task.FromResult(Errors())),
        SystemTable.Create(
            "pm_inference_log", 0,
            [
                Time("time"), Text("run_id"), Text("user"), Text("function"), Text("model"), Text("device"), Number("rows"), Number("model_calls"), Number("cache_hits"),
                Number("errors"), Number("batches"), Real("ms"), Number("tokens"), Real("cost"), Text("sql"),
            ],
            (_, _) => Task.FromResult(Inferences())),
        SystemTable.Create(
            "pm_cache", 0,
            [Number("entries"), Number("bytes"), Number("hits"), Number("misses"), Real("seconds_saved"), Number("shared_hits")],
            (_, cancellation) => CacheAsync(cancellation)),
        SystemTable.Create(
            "pm_connections", 0,
            [Text("name"), Text("type"), Text("options"), Text("owner"), Time("created")],
            (_, cancellation) => ConnectionsAsync(cancellation)),
        .. new VersionTables(warehouse).Functions(),
    ];

    private async Task<IReadOnlyList<object?[]>> DatasetsAsync(CancellationToken cancellation)
    {
        var rows = new List<object?[]>();
        foreach (var dataset in await warehouse.ListAsync(cancellation))
        {
            rows.Add(await DescribeAsync(dataset, cancellation));
        }

        return rows;
    }

    private static async Task<object?[]> DescribeAsync(Dataset dataset, CancellationToken cancellation)
    {
        try
        {
            var latest = await dataset.LatestAsync(cancellation);
            return [dataset.Schema, dataset.Name, latest.Version, latest.Timestamp, dataset.Path, null];
        }
        catch (ServerException error)
        {
            // Another engine's table with features that we can't read is listed with the reason.
            return [dataset.Schema, dataset.Name, null, null, dataset.Path, error.Message];
        }
    }

    private async Task<IReadOnlyList<object?[]>> VersionsAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var (schema, name) = arguments[0].Split('.', 2) is [var first, var second] ? (first, second) : ("main", arguments[0]);
        var dataset = await warehouse.OpenAsync(schema, name, cancellation);
        var versions = await dataset.VersionsAsync(cancellation);
        return [.. versions.Select(v => new object?[] { v.Version, v.Timestamp, v.Operation, v.User, v.Rows, v.Sql, Json(v.Info?.OperationParameters) })];
    }

    private async Task<IReadOnlyList<object?[]>> ModelsAsync(CancellationToken cancellation)
    {
        await models.SyncAsync(cancellation);
        return [.. models.All.Select(m => new object?[]
        {
            m.Name, m.Task, m.Digest, m.Licence, m.Source, m.Bytes, m.Device, m.Inputs.ToArray<object?>(), m.Outputs.ToArray<object?>(),
            m.Location, Json(m.Options) ?? "{}", m.Owner, m.Created,
        })];
    }

    private IReadOnlyList<object?[]> Devices() => [.. models.Devices.Select(d => new object?[] { d.Name, d.Note })];

    private IReadOnlyList<object?[]> Errors() =>
        [.. errors.Snapshot().Select(e => new object?[]
        {
            e.Time, e.Function, e.Model, e.Error.Uri, e.Error.Code.ToString(), e.Error.Message, e.Sql,
        })];

    private IReadOnlyList<object?[]> Inferences() =>
        [.. inferences.Snapshot().Select(e => new object?[]
        {
            e.Time, e.RunId.ToString(), e.User, e.Function, e.Model, e.Device, e.Rows, e.ModelCalls, e.CacheHits,
            e.Errors, (long)Math.Round(e.Effort.Batches), e.Effort.Time.TotalMilliseconds, e.Effort.Tokens, e.Effort.Cost, e.Sql,
        })];

    private async Task<IReadOnlyList<object?[]>> CacheAsync(CancellationToken cancellation)
    {
        var now = await cache.GetStatisticsAsync(cancellation);
        return [[now.Entries, now.Bytes, now.Hits, now.Misses, now.Saved.TotalSeconds, now.SharedHits]];
    }

    private async Task<IReadOnlyList<object?[]>> ConnectionsAsync(CancellationToken cancellation) =>
        [.. (await connections.ListAsync(cancellation)).Select(c => new object?[] { c.Name, c.Type, Json(c.Shown) ?? "{}", c.Owner, c.Created })];

    private static string? Json(IReadOnlyDictionary<string, string>? parameters) =>
        parameters?.Count > 0 ? JsonSerializer.Serialize(parameters, s_plain) : null;

    private static Field Text(string name) => new(name, ArrowTypes.Utf8);

    private static Field Texts(string name) => new(name, new ListType(ArrowTypes.Utf8));

    private static Field Number(string name) => new(name, ArrowTypes.Int64);

    private static Field Real(string name) => new(name, ArrowTypes.Float64);

    private static Field Time(string name) => new(name, ArrowTypes.TimestampUtc);
}
