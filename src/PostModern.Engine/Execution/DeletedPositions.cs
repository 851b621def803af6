using PostModern.Arrow.Arrays;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The rows of files that leave, by their numbers, with those that were deleted before.</summary>
internal static class DeletedPositions
{
    /// <param name="context">The running statement.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="files">Some of its files.</param>
    /// <param name="rows">The rows that leave, of these files and others: a query with <see cref="SnapshotSql.FileColumn"/> and <see cref="SnapshotSql.RowColumn"/>.</param>
    public static async Task<IReadOnlyList<(AddFile File, RowSet Rows)>> FindAsync(
        CommandContext context, Snapshot snapshot, IReadOnlyList<AddFile> files, string rows)
    {
        var byPath = files.ToDictionary(f => snapshot.Log.LocalPath(f.Path));
        var query = $"SELECT {SnapshotSql.FileColumn}, list({SnapshotSql.RowColumn}) FROM ({rows}) "
            + $"WHERE {SnapshotSql.FileColumn} IN ({string.Join(", ", byPath.Keys.Select(SqlText.Literal))}) GROUP BY ALL";
        var found = new List<(AddFile, RowSet)>();
        foreach (var batch in await context.QueryAsync(query))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    var file = byPath[batch.Columns[0].GetString(row)!];
                    var before = file.DeletionVector is { } vector
                        ? (await DeletedRows.ReadAsync(snapshot.Log.Store, vector.Locate(snapshot.Log), context.Cancellation)).Rows()
                        : [];
                    found.Add((file, RowSet.Of(before.Concat(Numbers(batch.Columns[1], row)))));
                }
            }
        }

        return found;
    }

    private static long[] Numbers(Column lists, int row)
    {
        var (start, length) = lists.GetRange(row);
        return lists.Children[0].Values<long>().Slice(start, length).ToArray();
    }
}
