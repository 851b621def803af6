using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Functions;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Lineage;

/// <summary>The function behind <c>pm.lineage(…)</c>.</summary>
internal sealed class LineageTable(Warehouse warehouse)
{
    public TableFunction Function() => SystemTable.Create(
        "pm_lineage",
        2,
        [
            new("direction", ArrowTypes.Utf8), new("depth", ArrowTypes.Int64), new("kind", ArrowTypes.Utf8), new("name", ArrowTypes.Utf8),
            new("version", ArrowTypes.Int64), new("digest", ArrowTypes.Utf8), new("task", ArrowTypes.Utf8), new("objects", ArrowTypes.Int64),
            new("via", ArrowTypes.Utf8),
        ],
        RowsAsync);

    private async Task<IReadOnlyList<object?[]>> RowsAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var dataset = await NamedDataset.OpenAsync(warehouse, arguments[0], cancellation);
        var rows = await new LineageWalk(warehouse, cancellation).RunAsync(dataset, arguments[1].Length > 0 ? NamedDataset.Version(arguments[1]) : null);
        return [.. rows.Select(r => new object?[] { r.Direction, r.Depth, r.Kind, r.Name, r.Version, r.Digest, r.Task, r.Objects, r.Via })];
    }
}
