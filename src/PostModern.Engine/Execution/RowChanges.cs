using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>How UPDATE, DELETE and MERGE change a dataset: each finds its rows and computes their values once, and the files that hold them are written anew or marked.</summary>
/// <remarks>
/// The rows come from a query with the columns <see cref="SnapshotSql.FileColumn"/> and <see cref="SnapshotSql.RowColumn"/> (NULL for new rows),
/// <see cref="ActionColumn"/>, and for each changed column <see cref="ValueOf"/>, in the column's own type. No row of the dataset is in it twice.
/// </remarks>
/// <param name="statement">The statement.</param>
/// <param name="dataset">The target.</param>
/// <param name="snapshot">The target as it is now.</param>
/// <param name="changed">The numbers of the columns that get values; all of them where rows are inserted.</param>
/// <param name="actions">What the statement can do to a row.</param>
internal sealed class RowChanges(ChangeStatement statement, Dataset dataset, Snapshot snapshot, IReadOnlySet<int> changed, params IReadOnlyList<string> actions)
{
    public const string ActionColumn = "__pm_action";
    public const string Inserted = "INSERT";
    public const string Updated = "UPDATE";
    public const string Deleted = "DELETE";

    private readonly IReadOnlyList<DeltaColumn> _columns = DeltaSchema.ColumnsOf(snapshot.Schema);

    /// <summary>The changes' column with a column's new value.</summary>
    public static string ValueOf(int column) => $"__pm_c{column}";

    /// <summary>The dataset's rows, each with its place, under the statement's name for it.</summary>
    public static string Rows(ChangeStatement statement, Snapshot snapshot, IReadOnlyCollection<AddFile>? files = null) =>
        $"({SnapshotSql.SelectWithPosition(snapshot, files ?? snapshot.Files)}) AS {SqlText.Name(statement.Alias)}";

    /// <summary>Selects a row's place in the dataset.</summary>
    public static string Place(ChangeStatement statement) =>
        $"{SqlText.Name(statement.Alias)}.{SnapshotSql.FileColumn}, {SqlText.Name(statement.Alias)}.{SnapshotSql.RowColumn}";

    /// <summary>The query to prepare for a query of changes: itself, or what RETURNING makes of it.</summary>
    public string Probe(string changes) => statement.Returning is null ? changes : Returning($"({changes})", null);

    /// <summary>Makes the changes, as one version.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="changes">The query of changes.</param>
    /// <param name="operation">As other engines name it.</param>
    /// <returns>The rows changed; 0 when there are none, and then no version either.</returns>
    public async Task<long?> ExecuteAsync(CommandContext context, string changes, string operation)
    {
        using var rows = await CollectedRows.RunAsync(context, changes);
        var affected = await AffectedFiles.FindAsync(context, snapshot, rows.Query);
        if (statement.Returning is not null)
        {
            await context.Returned.AddAsync(context, Returning(rows.Table, affected.All));
        }

        var count = affected.Rows + await context.CountAsync($"FROM {rows.Table} WHERE {ActionColumn} = '{Inserted}'");
        if (count == 0)
        {
            return 0;
        }

        var written = await ParquetWriter.WriteAsync(context, Written(rows.Table, affected), snapshot.Layout, dataset.Path);
        var change = await affected.ReplaceAsync(context, snapshot, written, rows.Query);
        change.ReadsTable = true;
        await context.CommitAsync(dataset, change, operation, count);
        return count;
    }

    /// <summary>Rewritten files' rows as they will be, of those that are only marked the rows that change, and the new ones.</summary>
    private string Written(string changes, AffectedFiles affected)
    {
        var columns = _columns.Select((column, i) => changed.Contains(i)
            ? $"CASE WHEN n.{ActionColumn} IS NULL THEN {Old(column)} ELSE n.{ValueOf(i)} END AS {SqlText.Name(column.Name)}"
            : Old(column));
        var parts = new List<string>
        {
            $"SELECT {string.Join(", ", columns)} FROM ({SnapshotSql.SelectWithPosition(snapshot, affected.Rewritten)}) AS o LEFT JOIN {changes} AS n ON {SamePlace} "
            + $"WHERE n.{ActionColumn} IS DISTINCT FROM '{Deleted}'",
        };
        if (actions.Contains(Updated) && affected.Marked.Count > 0)
        {
            parts.Add(Changed(changes, Updated, affected.Marked));
        }

        if (actions.Contains(Inserted))
        {
            parts.Add(Changed(changes, Inserted, null));
        }

        return string.Join(" UNION ALL ", parts);
    }

    private string Returning(string changes, IReadOnlyList<AddFile>? files) =>
        actions is [var only] && statement is not MergeStatement
            ? ReturningSql.Select(statement, Changed(changes, only, files))
            : ReturningSql.Select(statement, actions.Select(action => (action, Changed(changes, action, files))));

    /// <summary>The rows that something was done to: new and updated ones as they will be, deleted ones as they were.</summary>
    private string Changed(string changes, string action, IReadOnlyList<AddFile>? files)
    {
        var columns = _columns.Select((column, i) => changed.Contains(i) ? $"n.{ValueOf(i)} AS {SqlText.Name(column.Name)}" : Old(column));
        var old = action == Inserted ? "" : $" JOIN ({SnapshotSql.SelectWithPosition(snapshot, files ?? snapshot.Files)}) AS o ON {SamePlace}";
        return $"SELECT {string.Join(", ", columns)} FROM {changes} AS n{old} WHERE n.{ActionColumn} = '{action}'";
    }

    private static string Old(DeltaColumn column) => $"o.{SqlText.Name(column.Name)}";

    private static string SamePlace =>
        $"o.{SnapshotSql.FileColumn} = n.{SnapshotSql.FileColumn} AND o.{SnapshotSql.RowColumn} = n.{SnapshotSql.RowColumn}";
}
