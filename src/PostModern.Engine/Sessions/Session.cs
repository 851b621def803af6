using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;

namespace PostModern.Engine.Sessions;

/// <summary>One user's settings, temporary tables and statements.</summary>
/// <remarks>
/// DuckDB runs one statement a connection, and preparing a second one ends the first. While the session's own connection
/// streams a result, further statements run on a side connection, which sees all datasets but no temporary tables.
/// </remarks>
public sealed class Session : IAsyncDisposable
{
    private readonly EngineServices _services;
    private readonly Connection _main;
    private int _mainIsBusy;

    internal Session(EngineServices services)
    {
        _services = services;
        _main = services.Connect();
    }

    /// <summary>Unique in this process.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The only catalog.</summary>
    public string CurrentCatalog { get; } = DatasetCatalog.CatalogName;

    /// <summary>The schema of names without one.</summary>
    public string CurrentSchema { get; } = DatasetCatalog.DefaultSchema;

    /// <summary>Parses and plans one statement; nothing runs yet.</summary>
    /// <exception cref="ServerException">The statement is wrong, or names something that doesn't exist.</exception>
    public async Task<Statement> PrepareAsync(string sql, CancellationToken cancellation)
    {
        using var lease = Lease();
        return new Statement(this, sql, await PrepareAsync(sql, lease.Connection, cancellation));
    }

    internal async Task<StatementResult> ExecuteAsync(
        string sql, PreparedPlan prepared, RecordBatch? parameters, CancellationToken cancellation)
    {
        var run = new StatementRun(Lease(), new StatementContext(sql, _services.Errors, cancellation), _services.Contexts);
        try
        {
            // Datasets move on, and another connection can't use this one's prepared form: both need a plan of their own.
            var plan = prepared;
            if (prepared.DependsOnDatasets || prepared.Connection != run.Connection)
            {
                plan = run.Own(await PrepareAsync(sql, run.Connection, cancellation));
            }

            return plan.IsQuery ? run.Stream(plan, parameters) : await UpdateAsync(run, plan, parameters);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _main.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<StatementResult> UpdateAsync(StatementRun run, PreparedPlan plan, RecordBatch? parameters)
    {
        await using (run)
        {
            long? rows = null;
            for (var row = 0; row < (parameters?.Length ?? 1); row++)
            {
                var context = new CommandContext(run.Connection, run.Context, plan, parameters, row);
                rows = Add(rows, await (plan.Command?.ExecuteAsync(context) ?? context.ExecuteAsync()));
                run.Context.ThrowIfEveryRowFailed();
            }

            return new StatementResult(plan.Schema, rows, AsyncEnumerable.Empty<RecordBatch>(), () => run.Statistics, null);
        }
    }

    private async Task<PreparedPlan> PrepareAsync(string sql, Connection connection, CancellationToken cancellation)
    {
        var plan = await _services.Planner.PlanAsync(sql, connection, cancellation);
        var command = await DatasetCommands.BindAsync(plan.Statement, _services.Catalog, connection, cancellation);
        var text = command?.Probe ?? plan.Statement.Text;
        return new PreparedPlan(plan, command, connection, DuckDbErrors.Translate(() => connection.Prepare(text)));
    }

    private ConnectionLease Lease() =>
        Interlocked.CompareExchange(ref _mainIsBusy, 1, 0) == 0
            ? new ConnectionLease(_main, () => Volatile.Write(ref _mainIsBusy, 0))
            : SideConnection(_services.Connect());

    private static ConnectionLease SideConnection(Connection connection) => new(connection, connection.Dispose);

    private static long? Add(long? sum, long? rows) => rows is null ? sum : (sum ?? 0) + rows;
}
