using PostModern.Engine.Planning;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The files of a version that hold some of its rows, and how these are to leave them.</summary>
/// <param name="Rewritten">Files that leave the dataset; what is left of them moves to new ones.</param>
/// <param name="Marked">Files that stay, with a deletion vector.</param>
/// <param name="Rows">How many of those rows.</param>
internal sealed record AffectedFiles(IReadOnlyList<AddFile> Rewritten, IReadOnlyList<AddFile> Marked, long Rows)
{
    public IReadOnlyList<AddFile> All => [.. Rewritten, .. Marked];

    /// <summary>The files of some rows.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="rows">A query with the column <see cref="SnapshotSql.FileColumn"/>; rows in which that is NULL are in no file.</param>
    public static async Task<AffectedFiles> FindAsync(CommandContext context, Snapshot snapshot, string rows)
    {
        var files = snapshot.Files.ToDictionary(f => snapshot.Log.LocalPath(f.Path));
        var counts = $"SELECT {SnapshotSql.FileColumn}, count(*) FROM ({rows}) WHERE {SnapshotSql.FileColumn} IS NOT NULL GROUP BY ALL";
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

        var marks = found.ToLookup(f => snapshot.AllowsDeletionVectors && f.IsWorthMarking, f => f.File);
        return new AffectedFiles([.. marks[false]], [.. marks[true]], found.Sum(f => f.Rows));
    }

    /// <summary>The change that puts <paramref name="written"/> in the place of rewritten files, and takes the rows out of marked ones.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="written">What is left of the rewritten files, and what rows have become.</param>
    /// <param name="rows">The rows that leave: a query with <see cref="SnapshotSql.FileColumn"/> and <see cref="SnapshotSql.RowColumn"/>.</param>
    public async Task<Transaction> ReplaceAsync(CommandContext context, Snapshot snapshot, WrittenFiles? written, string rows)
    {
        var transaction = snapshot.Begin();
        foreach (var file in Rewritten)
        {
            transaction.Remove(file);
        }

        if (Marked.Count > 0)
        {
            var deleted = await DeletedPositions.FindAsync(context, snapshot, Marked, rows);
            var vectors = await DeletedRows.WriteAsync(snapshot.Log, [.. deleted.Select(d => d.Rows)], context.Cancellation);
            foreach (var ((file, _), vector) in deleted.Zip(vectors))
            {
                transaction.MarkDeleted(file, vector);
            }
        }

        written?.AddTo(transaction);
        return transaction;
    }
}
