using System.Globalization;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Functions;

/// <summary>The functions behind <c>pm.tags</c>, <c>DESCRIBE HISTORY</c> and <c>VACUUM … DRY RUN</c>.</summary>
internal sealed class VersionTables(Warehouse warehouse)
{
    public IEnumerable<TableFunction> Functions() =>
    [
        SystemTable.Create(
            "pm_tags", 0,
            [Text("schema_name"), Text("dataset"), Text("tag"), Number("version"), Text("user"), Time("created"), Text("comment")],
            (_, cancellation) => TagsAsync(cancellation)),
        SystemTable.Create(
            "pm_history", 1,
            [
                Number("version"), Time("timestamp"), Text("userName"), Text("operation"), Text("operationParameters"), Number("readVersion"),
                new Field("isBlindAppend", ArrowTypes.Boolean), Text("operationMetrics"), Text("engineInfo"),
            ],
            HistoryAsync),
        SystemTable.Create("pm_vacuum", 2, [Text("path"), Number("size"), Time("modified")], VacuumAsync),
    ];

    /// <summary>The dataset that an argument names, as SQL would write it.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public static Task<Dataset> OpenAsync(Warehouse warehouse, string text, CancellationToken cancellation)
    {
        var reader = new TokenReader(text, Lexer.Tokenize(text));
        var name = reader.TryTakeTableName() is { } read && reader.AtEnd ? read : new TableName(null, null, text);
        return warehouse.OpenAsync(name.Schema ?? Warehouse.DefaultSchema, name.Name, cancellation);
    }

    private async Task<IReadOnlyList<object?[]>> TagsAsync(CancellationToken cancellation)
    {
        var rows = new List<object?[]>();
        foreach (var dataset in await warehouse.ListAsync(cancellation))
        {
            foreach (var tag in await TagsAsync(dataset, cancellation))
            {
                rows.Add([dataset.Schema, dataset.Name, tag.Name, tag.Version, tag.User, tag.Created, tag.Comment]);
            }
        }

        return rows;
    }

    /// <summary>Another engine's table that we can't read has no tags of ours.</summary>
    private static async Task<IReadOnlyList<DatasetTag>> TagsAsync(Dataset dataset, CancellationToken cancellation)
    {
        try
        {
            return await dataset.Tags.ListAsync(cancellation);
        }
        catch (ServerException e) when (e.Code is ErrorCode.Unsupported or ErrorCode.NotFound)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<object?[]>> HistoryAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var dataset = await OpenAsync(warehouse, arguments[0], cancellation);
        var versions = await dataset.VersionsAsync(cancellation);
        return [.. versions.Select(v => new object?[]
        {
            v.Version, v.Timestamp, v.User, v.Operation, Json(v.Info?.OperationParameters), ReadVersion(v, versions[0]), v.Info?.IsBlindAppend,
            Json(v.Info?.OperationMetrics), v.Info?.EngineInfo,
        })];
    }

    /// <summary>What VACUUM would remove.</summary>
    /// <param name="arguments">The dataset, and the hours of retention or nothing.</param>
    /// <param name="cancellation">Stops the search.</param>
    private async Task<IReadOnlyList<object?[]>> VacuumAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var dataset = await OpenAsync(warehouse, arguments[0], cancellation);
        var retention = arguments[1].Length > 0
            ? TimeSpan.FromHours(double.Parse(arguments[1], CultureInfo.InvariantCulture))
            : FileRetention.Of((await dataset.LatestAsync(cancellation)).Metadata);
        var files = await Vacuum.FindAsync(dataset, retention, cancellation);
        return [.. files.Select(f => new object?[] { f.Path, f.Size, f.Modified })];
    }

    /// <summary>The first version that users see reads none that they see.</summary>
    private static long? ReadVersion(DatasetVersion version, DatasetVersion first) =>
        version.Info?.ReadVersion is { } read && read >= first.Version ? read : null;

    private static string? Json(IReadOnlyDictionary<string, string>? map) => map is null ? null : JsonSerializer.Serialize(map);

    private static Field Text(string name) => new(name, ArrowTypes.Utf8);

    private static Field Number(string name) => new(name, ArrowTypes.Int64);

    private static Field Time(string name) => new(name, ArrowTypes.TimestampUtc);
}
