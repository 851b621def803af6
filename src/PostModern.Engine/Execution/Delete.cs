using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>DELETE and TRUNCATE: the files that hold such rows are written anew, without them.</summary>
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
        var affected = await AffectedFiles.FindAllAsync(context, _snapshot);
        if (affected.Count > 0)
        {
            await context.CommitAsync(_dataset, affected.Replace(_snapshot, null), "DELETE", affected.Rows);
        }

        return affected.Rows;
    }
}
