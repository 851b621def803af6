using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>The rows that a query gives for all rows of its parameters, in a temporary table until disposed.</summary>
internal sealed class CollectedRows : IDisposable
{
    private readonly Connection _connection;
    private readonly string _table = $"temp.{SqlText.Name($"pm_rows_{Guid.NewGuid():N}")}";

    private CollectedRows(Connection connection) => _connection = connection;

    /// <summary>Reads them.</summary>
    public string Query => $"SELECT * FROM {_table}";

    /// <summary>Runs a query once for each row of the statement's parameters.</summary>
    public static async Task<CollectedRows> RunAsync(CommandContext context, string query)
    {
        var rows = new CollectedRows(context.Connection);
        try
        {
            foreach (var batch in await context.QueryAsync($"CREATE TEMPORARY TABLE {rows._table} AS FROM ({query}) LIMIT 0"))
            {
                batch.Dispose();
            }

            await context.ExecuteEachRowAsync($"INSERT INTO {rows._table} {query}");
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public void Dispose() => _ = DuckDbErrors.Translate(() => _connection.Query($"DROP TABLE IF EXISTS {_table}"));
}
