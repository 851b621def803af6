using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>UPDATE: files that hold such rows are written anew with the rows changed, or a deletion vector hides the old rows.</summary>
internal sealed class Update : ICommand
{
    private readonly UpdateStatement _statement;
    private readonly RowChanges _changes;
    private readonly string _query;

    public Update(UpdateStatement statement, Dataset dataset, Snapshot snapshot)
    {
        _statement = statement;
        var values = TargetColumns.Assign(statement.Table, snapshot.Schema, statement.Assignments);
        _changes = new RowChanges(statement, dataset, snapshot, values.Keys.ToHashSet(), RowChanges.Updated);
        var columns = DeltaSchema.ColumnsOf(snapshot.Schema);
        var selected = values.Select(v => $"{TargetColumns.Cast(v.Value, columns[v.Key])} AS {RowChanges.ValueOf(v.Key)}");
        _query = $"{statement.With}SELECT {RowChanges.Place(statement)}, '{RowChanges.Updated}' AS {RowChanges.ActionColumn}, {string.Join(", ", selected)} "
            + $"FROM {RowChanges.Rows(statement, snapshot)}{Joined(statement)}";
    }

    public string Probe => _changes.Probe(_query);

    public bool ReturnsRows => _statement.Returning is not null;

    public Task<long?> ExecuteAsync(CommandContext context) => _changes.ExecuteAsync(context, _query, "UPDATE");

    /// <summary>QUALIFY takes one of several rows that FROM has for a row, before anything is computed for it.</summary>
    private static string Joined(UpdateStatement statement)
    {
        var from = statement.From is { } tables ? $", {tables}" : "";
        var where = statement.Condition is { } condition ? $" WHERE {condition}" : "";
        var one = statement.From is null ? "" : $" QUALIFY row_number() OVER (PARTITION BY {RowChanges.Place(statement)}) = 1";
        return from + where + one;
    }
}
