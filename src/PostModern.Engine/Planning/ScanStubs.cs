using System.Collections.Concurrent;
using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Functions;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Stands in for versions while DuckDB plans a query only to show its filters: a version's columns without its files, and its files' statistics.</summary>
internal sealed class ScanStubs
{
    /// <summary><c>pm_scan(id)</c>: the columns as they lie in the files; it is planned and never run.</summary>
    public const string ScanFunction = "pm_scan";

    /// <summary><c>pm_file_statistics(id)</c>: a row for each file of the version, with its position, its statistics and its partition's values as JSON.</summary>
    public const string StatisticsFunction = "pm_file_statistics";

    private readonly ConcurrentDictionary<string, Snapshot> _open = new();

    public IEnumerable<TableFunction> Functions() =>
    [
        new TableFunction
        {
            Name = ScanFunction,
            Parameters = [ArrowTypes.Utf8],
            Bind = binding => new BoundTable { Schema = Columns(Find(binding.Arguments[0] as string)), Scan = (_, _) => AsyncEnumerable.Empty<RecordBatch>() },
        },
        SystemTable.Create(
            StatisticsFunction, 1,
            [new Field("position", ArrowTypes.Int64), new Field("statistics", ArrowTypes.Utf8), new Field("partition", ArrowTypes.Utf8)],
            (arguments, _) => Task.FromResult<IReadOnlyList<object?[]>>([.. Find(arguments[0]).Files.Select(Describe)])),
    ];

    /// <summary>Makes a version known until <see cref="Close"/>.</summary>
    /// <returns>The id for SQL; another one for each use of the same version.</returns>
    public string Open(Snapshot snapshot)
    {
        var id = Guid.NewGuid().ToString("N");
        _open[id] = snapshot;
        return id;
    }

    public void Close(string id) => _open.TryRemove(id, out _);

    private Snapshot Find(string? id) => id is not null && _open.TryGetValue(id, out var snapshot)
        ? snapshot
        : throw new ServerException(ErrorCode.NotFound, $"There is no scan '{id}': it lasts only as long as its statement is planned.");

    private static Schema Columns(Snapshot snapshot) => new(snapshot.Schema.Fields.Select(f => new Field(f.Name, f.Type, f.IsNullable)));

    private static object?[] Describe(AddFile file, int position) =>
        [(long)position, file.Stats, file.PartitionValues.Count == 0 ? null : JsonSerializer.Serialize(file.PartitionValues)];
}
