using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>A query's rows in their order, in a temporary table until disposed: sorted once, however many files they go to.</summary>
internal sealed class SortedRows : IDisposable
{
    private readonly Connection _connection;
    private readonly string _table = $"temp.{SqlText.Name($"pm_sorted_{Guid.NewGuid():N}")}";
    private long _count;

    private SortedRows(Connection connection) => _connection = connection;

    public static async Task<SortedRows> CollectAsync(CommandContext context, string query)
    {
        var rows = new SortedRows(context.Connection);
        try
        {
            foreach (var batch in await context.QueryAsync($"CREATE TEMPORARY TABLE {rows._table} AS {query}"))
            {
                batch.Dispose();
            }

            foreach (var batch in await context.QueryAsync($"SELECT count(*) FROM {rows._table}"))
            {
                using (batch)
                {
                    rows._count = batch.Columns[0].Values<long>()[0];
                }
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Queries that give the rows one after another, about as many each.</summary>
    public IEnumerable<string> Split(long pieces)
    {
        var each = Math.Max(1, (_count + pieces - 1) / pieces);
        for (long first = 0; first < _count; first += each)
        {
            yield return $"SELECT * FROM {_table} WHERE rowid >= {first} AND rowid < {first + each} ORDER BY rowid";
        }
    }

    public void Dispose() => _ = DuckDbErrors.Translate(() => _connection.Query($"DROP TABLE IF EXISTS {_table}"));
}
