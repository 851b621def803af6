using PostModern.Engine.Planning;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The files of a version that hold some of its rows.</summary>
/// <param name="Files">The files.</param>
/// <param name="Paths">Their absolute paths.</param>
/// <param name="Rows">How many of those rows.</param>
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

    /// <summary>The files of all rows.</summary>
    public static Task<AffectedFiles> FindAllAsync(CommandContext context, Snapshot snapshot) => FindAsync(context, snapshot, SnapshotSql.SelectWithFile(snapshot));

    /// <summary>The files of some rows.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="rows">A query with the column <see cref="SnapshotSql.FileColumn"/>; rows in which that is NULL are in no file.</param>
    public static async Task<AffectedFiles> FindAsync(CommandContext context, Snapshot snapshot, string rows)
    {
        var files = snapshot.Files.ToDictionary(f => snapshot.Log.Resolve(f.Path));
        var counts = $"SELECT {SnapshotSql.FileColumn}, count(*) FROM ({rows}) WHERE {SnapshotSql.FileColumn} IS NOT NULL GROUP BY ALL";
        var paths = new List<string>();
        long count = 0;
        foreach (var batch in await context.QueryAsync(counts))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    paths.Add(batch.Columns[0].GetString(row)!);
                    count += batch.Columns[1].Values<long>()[row];
                }
            }
        }

        return new AffectedFiles([.. paths.Select(p => files[p])], paths, count);
    }
}
