using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The files of a version that hold rows for which a condition is true.</summary>
/// <param name="Files">The files.</param>
/// <param name="Paths">Their absolute paths.</param>
/// <param name="Rows">The rows in all of them.</param>
internal sealed record AffectedFiles(IReadOnlyList<AddFile> Files, IReadOnlyList<string> Paths, long Rows)
{
    public int Count => Files.Count;

    /// <summary>The change that puts <paramref name="written"/> in these files' place.</summary>
    public Transaction Replace(Snapshot snapshot, WrittenFile? written)
    {
        var transaction = snapshot.Begin();
        foreach (var file in Files)
        {
            transaction.Remove(file);
        }

        if (written is { } rest)
        {
            transaction.Add(rest.File);
        }

        return transaction;
    }

    public static async Task<AffectedFiles> FindAsync(CommandContext context, Snapshot snapshot, string alias, string condition)
    {
        var files = snapshot.Files.ToDictionary(f => snapshot.Log.LocalPath(f.Path));
        var counts = $"SELECT {SnapshotSql.FileColumn}, count(*) FROM ({SnapshotSql.SelectWithFile(snapshot)}) AS {SqlText.Name(alias)} "
            + $"WHERE {condition} GROUP BY ALL";
        var paths = new List<string>();
        long rows = 0;
        foreach (var batch in await context.QueryAsync(counts))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    paths.Add(batch.Columns[0].GetString(row)!);
                    rows += batch.Columns[1].Values<long>()[row];
                }
            }
        }

        return new AffectedFiles([.. paths.Select(p => files[p])], paths, rows);
    }
}
