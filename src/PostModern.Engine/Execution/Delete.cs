using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>DELETE and TRUNCATE: files that hold such rows are written anew without them, or a deletion vector says which rows are gone.</summary>
internal sealed class Delete : ICommand
{
    private static readonly HashSet<int> s_noColumns = [];

    private readonly DeleteStatement _statement;
    private readonly Dataset _dataset;
    private readonly Snapshot _snapshot;
    private readonly RowChanges _changes;
    private readonly string _query;

    public Delete(DeleteStatement statement, Dataset dataset, Snapshot snapshot)
    {
        (_statement, _dataset, _snapshot) = (statement, dataset, snapshot);
        _changes = new RowChanges(statement, dataset, snapshot, s_noColumns, RowChanges.Deleted);
        var distinct = statement.Using is null ? "" : "DISTINCT ";
        var tables = statement.Using is { } others ? $", {others}" : "";
        var where = statement.Condition is { } condition ? $" WHERE {condition}" : "";
        _query = $"{statement.With}SELECT {distinct}{RowChanges.Place(statement)}, '{RowChanges.Deleted}' AS {RowChanges.ActionColumn} "
            + $"FROM {RowChanges.Rows(statement, snapshot)}{tables}{where}";
    }

    public string Probe => _changes.Probe(_query);

    public bool ReturnsRows => _statement.Returning is not null;

    public Task<long?> ExecuteAsync(CommandContext context) => _statement is { Condition: null, Using: null, Returning: null }
        ? DeleteAllAsync(context)
        : _changes.ExecuteAsync(context, _query, "DELETE");

    /// <summary>Nothing has to be found where everything goes.</summary>
    private async Task<long?> DeleteAllAsync(CommandContext context)
    {
        var rows = _snapshot.Rows ?? await context.CountAsync($"FROM ({SnapshotSql.Select(_snapshot)})");
        if (_snapshot.Files.Count > 0)
        {
            var change = _snapshot.Begin();
            change.RemoveAll();
            await context.CommitAsync(_dataset, change, "DELETE", rows);
        }

        return rows;
    }
}
