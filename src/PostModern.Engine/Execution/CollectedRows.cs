using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>What queries gave, in a temporary table until disposed: computed once, however often it is read.</summary>
internal sealed class CollectedRows : IDisposable
{
    private readonly Connection _connection;

    private CollectedRows(Connection connection) => _connection = connection;

    /// <summary>The table's name.</summary>
    public string Table { get; } = $"temp.{SqlText.Name($"pm_rows_{Guid.NewGuid():N}")}";

    /// <summary>Reads them.</summary>
    public string Query => $"SELECT * FROM {Table}";

    /// <summary>Runs a query with the parameters of the present run.</summary>
    public static async Task<CollectedRows> RunAsync(CommandContext context, string query)
    {
        var rows = new CollectedRows(context.Connection);
        try
        {
            await context.ExecuteAsync($"CREATE TEMPORARY TABLE {rows.Table} AS FROM ({query})");
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query once for each row of the statement's parameters.</summary>
    public static async Task<CollectedRows> RunEachRowAsync(CommandContext context, string query)
    {
        var rows = await RunAsync(context, $"FROM ({query}) LIMIT 0");
        try
        {
            await context.ExecuteEachRowAsync($"INSERT INTO {rows.Table} {query}");
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Adds another query's rows, whose columns are the same.</summary>
    public Task AddAsync(CommandContext context, string query) => context.ExecuteAsync($"INSERT INTO {Table} FROM ({query})");

    public void Dispose() => _ = DuckDbErrors.Translate(() => _connection.Query($"DROP TABLE IF EXISTS {Table}"));
}
