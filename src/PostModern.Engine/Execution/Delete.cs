using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>DELETE and TRUNCATE: files that hold such rows leave the dataset, and the rows that stay move to a new one; or a deletion vector says which rows are gone.</summary>
internal sealed class Delete(DeleteStatement statement, Dataset dataset, Snapshot snapshot) : ICommand
{
    private readonly string _condition = statement.Condition ?? "true";

    public string Probe => $"SELECT * FROM ({SnapshotSql.Select(snapshot)}) AS {SqlText.Name(statement.Alias)} WHERE {_condition}";

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        var affected = await AffectedFiles.FindAsync(context, snapshot, statement.Alias, _condition);
        if (affected.Count == 0)
        {
            return 0;
        }

        var left = affected.Rewritten.Where(f => !f.IsEmptied).Select(f => f.File).ToList();
        var rest = $"SELECT * FROM ({SnapshotSql.Select(snapshot, left)}) AS {SqlText.Name(statement.Alias)} WHERE ({_condition}) IS NOT TRUE";
        var written = left.Count > 0 ? await ParquetWriter.WriteAsync(context, rest, snapshot.Layout, dataset.Path) : null;
        var change = await affected.ReplaceAsync(context, snapshot, written, (statement.Alias, _condition));
        await context.CommitAsync(dataset, change, "DELETE", affected.Rows);
        return affected.Rows;
    }
}
