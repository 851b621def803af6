using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>DELETE and TRUNCATE: files that hold such rows leave the dataset; the rows that stay move to a new file.</summary>
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

        var rest = $"SELECT * FROM ({SnapshotSql.Select(snapshot, affected.Paths)}) AS {SqlText.Name(statement.Alias)} WHERE ({_condition}) IS NOT TRUE";
        var written = await ParquetWriter.WriteAsync(context, rest, snapshot.Schema, dataset.Path);
        await context.CommitAsync(dataset, affected.Replace(snapshot, written), "DELETE", affected.Rows);
        return affected.Rows;
    }
}
