using PostModern.Arrow.Errors;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>UPDATE: files that hold such rows are replaced by new ones, in which the rows have changed; or a deletion vector hides the old rows.</summary>
internal sealed class Update(UpdateStatement statement, Dataset dataset, Snapshot snapshot) : ICommand
{
    private readonly string _condition = statement.Condition ?? "true";
    private readonly string _columns = Columns(statement, snapshot);

    public string Probe => Query(SnapshotSql.Select(snapshot));

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        var affected = await AffectedFiles.FindAsync(context, snapshot, statement.Alias, _condition);
        if (affected.Count == 0)
        {
            return 0;
        }

        var written = await ParquetWriter.WriteAsync(context, Changed(affected), snapshot.Layout, dataset.Path);
        var change = await affected.ReplaceAsync(context, snapshot, written, (statement.Alias, _condition));
        await context.CommitAsync(dataset, change, "UPDATE", affected.Rows);
        return affected.Rows;
    }

    /// <summary>All rows of files that are rewritten, and of those that are only marked the rows that change.</summary>
    private string Changed(AffectedFiles affected)
    {
        var whole = affected.Rewritten.Count > 0 ? Query(SnapshotSql.Select(snapshot, [.. affected.Rewritten.Select(f => f.File)])) : null;
        var parts = affected.Marked.Count > 0 ? $"{Query(SnapshotSql.Select(snapshot, [.. affected.Marked.Select(f => f.File)]))} WHERE {_condition}" : null;
        return string.Join(" UNION ALL ", new[] { whole, parts }.OfType<string>());
    }

    private string Query(string rows) => $"SELECT {_columns} FROM ({rows}) AS {SqlText.Name(statement.Alias)}";

    private static string Columns(UpdateStatement statement, Snapshot snapshot)
    {
        var assignments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, expression) in statement.Assignments)
        {
            if (!snapshot.Schema.Fields.Any(f => f.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) || !assignments.TryAdd(column, expression))
            {
                var problem = assignments.ContainsKey(column) ? $"Column '{column}' is set twice" : $"Dataset '{statement.Table}' has no column '{column}'";
                var names = string.Join(", ", snapshot.Schema.Fields.Select(f => f.Name));
                throw new ServerException(ErrorCode.InvalidInput, $"{problem}. Its columns are: {names}.");
            }
        }

        return string.Join(", ", DeltaSchema.ColumnsOf(snapshot.Schema).Select(column =>
        {
            var old = $"{SqlText.Name(statement.Alias)}.{SqlText.Name(column.Name)}";
            var type = column.DuckDbType ?? column.StorageType;
            var value = assignments.TryGetValue(column.Name, out var expression)
                ? $"CASE WHEN {statement.Condition ?? "true"} THEN CAST(({expression}) AS {type}) ELSE {old} END"
                : old;
            return $"{value} AS {SqlText.Name(column.Name)}";
        }));
    }
}
