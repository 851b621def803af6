using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Execution;
using PostModern.Engine.Planning;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Lineage;

/// <summary>The function behind <c>pm.diff(…)</c>: it runs a query of its own on a connection of its own, and passes its rows on as they come.</summary>
internal sealed class DiffTable(Warehouse warehouse, Database database)
{
    private static readonly Schema s_schema = new(
        new Field("change", ArrowTypes.Utf8),
        new Field("cause", ArrowTypes.Utf8),
        new Field("key", ArrowTypes.Utf8),
        new Field("before", ArrowTypes.Utf8),
        new Field("after", ArrowTypes.Utf8));

    public TableFunction Function() => new()
    {
        Name = "pm_diff",
        Parameters = [ArrowTypes.Utf8, ArrowTypes.Utf8, ArrowTypes.Utf8],
        Bind = binding => new BoundTable
        {
            Schema = s_schema,
            Scan = (columns, cancellation) => ScanAsync([.. binding.Arguments.Select(a => a as string ?? "")], columns, cancellation),
        },
    };

    private async IAsyncEnumerable<RecordBatch> ScanAsync(
        string[] arguments, IReadOnlyList<int> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var dataset = await NamedDataset.OpenAsync(warehouse, arguments[0], cancellation);
        var (from, to) = (NamedDataset.Version(arguments[1]), NamedDataset.Version(arguments[2]));
        var before = await dataset.AtVersionAsync(from, cancellation);
        var after = await dataset.AtVersionAsync(to, cancellation);
        var diff = new VersionDiff(before, after, await CommitCauses.OfFilesAsync(dataset, Math.Min(from, to), Math.Max(from, to), cancellation));

        var held = await diff.FetchAsync(cancellation);
        using var heldBefore = held[0];
        using var heldAfter = held[1];
        using var connection = EngineServices.Connect(database);
        var key = diff.KeyCandidates.FirstOrDefault(k => IsTrue(connection, diff.UniqueQuery(k), cancellation));
        using var prepared = DuckDbErrors.Translate(() => connection.Prepare(diff.Query(key)));
        using var stream = DuckDbErrors.Translate(() => prepared.Execute(cancellation));
        var projected = new Schema(columns.Select(c => s_schema.Fields[c]));
        await foreach (var batch in ResultBatches.ReadAsync(stream, cancellation))
        {
            yield return new RecordBatch(projected, batch.Length, [.. columns.Select(c => batch.Columns[c])], batch);
        }
    }

    private static bool IsTrue(Connection connection, string query, CancellationToken cancellation)
    {
        using var one = DuckDbErrors.Translate(() => connection.Query(query, cancellation));
        return one.Columns[0].GetBoolean(0);
    }
}
