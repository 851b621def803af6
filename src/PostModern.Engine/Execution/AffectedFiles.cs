using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The files of a version that hold rows for which a condition is true, and how the rows are to leave them.</summary>
/// <param name="Rewritten">Files that leave the dataset; what is left of them moves to new ones.</param>
/// <param name="Marked">Files that stay, with a deletion vector.</param>
/// <param name="Rows">The rows in all of them.</param>
internal sealed record AffectedFiles(IReadOnlyList<AffectedFile> Rewritten, IReadOnlyList<AffectedFile> Marked, long Rows)
{
    public int Count => Rewritten.Count + Marked.Count;

    /// <summary>The change that puts <paramref name="written"/> in the place of rewritten files, and takes the rows out of marked ones.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="written">What is left of the rewritten files, and what the rows have become.</param>
    /// <param name="source">How <see cref="FindAsync"/> was asked.</param>
    public async Task<Transaction> ReplaceAsync(CommandContext context, Snapshot snapshot, WrittenFiles? written, (string Alias, string Condition) source)
    {
        var transaction = snapshot.Begin();
        foreach (var file in Rewritten)
        {
            transaction.Remove(file.File);
        }

        if (Marked.Count > 0)
        {
            var rows = await DeletedPositions.FindAsync(context, snapshot, [.. Marked.Select(f => f.File)], source);
            var vectors = await DeletedRows.WriteAsync(snapshot.Log, [.. rows.Select(r => r.Rows)], context.Cancellation);
            foreach (var ((file, _), vector) in rows.Zip(vectors))
            {
                transaction.MarkDeleted(file, vector);
            }
        }

        written?.AddTo(transaction);
        return transaction;
    }

    public static async Task<AffectedFiles> FindAsync(CommandContext context, Snapshot snapshot, string alias, string condition)
    {
        var files = snapshot.Files.ToDictionary(f => snapshot.Log.Resolve(f.Path));
        var counts = $"SELECT {SnapshotSql.FileColumn}, count(*) FROM ({SnapshotSql.SelectWithPosition(snapshot, snapshot.Files)}) AS {SqlText.Name(alias)} "
            + $"WHERE {condition} GROUP BY ALL";
        var found = new List<AffectedFile>();
        foreach (var batch in await context.QueryAsync(counts))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    found.Add(new AffectedFile(files[batch.Columns[0].GetString(row)!], batch.Columns[1].Values<long>()[row]));
                }
            }
        }

        var marks = found.ToLookup(f => snapshot.AllowsDeletionVectors && f.IsWorthMarking);
        return new AffectedFiles([.. marks[false]], [.. marks[true]], found.Sum(f => f.Rows));
    }
}
