using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Ingest;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;
using PostModern.Models.Inference;

namespace PostModern.Engine.Sessions;

/// <summary>One user's settings, transactions, temporary tables and statements.</summary>
/// <remarks>
/// DuckDB runs one statement a connection, and preparing a second one ends the first. While the session's own connection
/// streams a result, further statements run on a side connection, which sees all datasets but no temporary tables.
/// </remarks>
public sealed class Session : IAsyncDisposable
{
    private readonly EngineServices _services;
    private readonly SessionConnections _connections;
    private readonly SessionState _state;
    private readonly StatementPreparation _preparation;
    private readonly Spending _spending;

    internal Session(EngineServices services, string user)
    {
        _services = services;
        User = user;
        var warehouse = services.Catalog.Warehouse;
        var options = new SessionOptions(warehouse.IsKnownSchema);
        _state = new SessionState(options, new SessionTransactions(services.Catalog));
        _spending = new Spending("session", () => new SpendingLimits { MaxCalls = options.MaxCalls, MaxCost = options.MaxCost });
        _connections = new SessionConnections(services);
        _preparation = new StatementPreparation(services, _state);
    }

    /// <summary>Unique in this process.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Who runs the statements, as the versions that they make will say.</summary>
    public string User { get; }

    /// <summary>The session's schema, time-out and the like; SET changes them.</summary>
    public SessionOptions Options => _state.Options;

    /// <summary>Parses and plans one statement; nothing runs yet.</summary>
    /// <exception cref="ServerException">The statement is wrong, or names something that doesn't exist.</exception>
    public Task<Statement> PrepareAsync(string sql, CancellationToken cancellation) =>
        PrepareAsync(sql, StatementOptions.Default, cancellation);

    /// <inheritdoc cref="PrepareAsync(string, CancellationToken)"/>
    public async Task<Statement> PrepareAsync(string sql, StatementOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var values = options.Settings is { } settings ? Options.Read(settings) : Options.Values;
        using var lease = await _connections.LeaseAsync(values, cancellation);
        try
        {
            return new Statement(this, sql, options, values, await _preparation.RunAsync(sql, lease.Connection, View(options, values), cancellation));
        }
        catch (ServerException e) when (e.Code == ErrorCode.InvalidInput && !lease.IsOwn)
        {
            throw new ServerException(
                e.Code, $"{e.Message}\nThe session's temporary tables can't be seen while another of its results is being read.", e)
            {
                Position = e.Position,
                Hint = e.Hint,
            };
        }
    }

    /// <summary>Takes rows into a table, as one version of a dataset or into a temporary table.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="transaction">As in <see cref="StatementOptions.Transaction"/>; when null, the only open transaction is joined.</param>
    /// <param name="schema">The columns of all batches.</param>
    /// <param name="rows">Read once, as fast as they are written. Batches are disposed here.</param>
    /// <param name="cancellation">Stops it; then nothing has changed.</param>
    /// <returns>The outcome; <see cref="StatementResult.RowsAffected"/> counts the rows.</returns>
    /// <exception cref="ServerException">NotFound or AlreadyExists: the target is not as it wants to be; or the statement's error.</exception>
    public async Task<StatementResult> IngestAsync(
        IngestTarget target, Guid? transaction, Schema schema, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        var options = new StatementOptions { Transaction = transaction ?? _state.Transactions.Only?.Id };
        var (id, scope) = _services.Uploads.Open(schema, rows);
        using (scope)
        {
            var sql = target.ToSql(await ExistsAsync(target, options, cancellation), id);
            await using var statement = await PrepareAsync(sql, options, cancellation);
            return await statement.ExecuteAsync(null, cancellation);
        }
    }

    /// <summary>Begins a transaction that statements join by naming it.</summary>
    /// <remarks>See <see cref="StatementOptions.Transaction"/>. What it changes is seen by nobody else before it is committed.</remarks>
    public Guid BeginTransaction() => _state.Transactions.Begin().Id;

    /// <summary>Makes all changes of a transaction visible, or none. It is over either way, also when committing fails.</summary>
    /// <exception cref="ServerException">NotFound: no such transaction. Conflict: another writer came first.</exception>
    public Task EndTransactionAsync(Guid transaction, bool commit, CancellationToken cancellation) =>
        _state.Transactions.EndAsync(_state.Transactions.Get(transaction), commit, cancellation);

    /// <summary>Marks a transaction's present state.</summary>
    /// <exception cref="ServerException">NotFound: no such transaction.</exception>
    public Guid BeginSavepoint(Guid transaction, string name) => _state.Transactions.Get(transaction).Save(name);

    /// <summary>Goes back to a savepoint, which stays; or forgets it, and the changes stay.</summary>
    /// <exception cref="ServerException">NotFound: no such savepoint.</exception>
    public void EndSavepoint(Guid savepoint, bool rollBack)
    {
        var transaction = _state.Transactions.FindSavepoint(savepoint);
        if (rollBack)
        {
            transaction.RollBackTo(new SavepointName(savepoint, null));
        }
        else
        {
            transaction.Release(new SavepointName(savepoint, null));
        }
    }

    internal async Task<StatementResult> ExecuteAsync(
        Statement statement, PreparedPlan prepared, RecordBatch? parameters, StatementProgress? progress, CancellationToken cancellation)
    {
        var run = await StartAsync(statement, prepared, cancellation);
        try
        {
            run.Report(progress);
            var result = await run.GuardAsync(() => RunAsync(statement, prepared, parameters, run));
            _services.Events?.Complete(run.Context.RunId);
            return result;
        }
        catch (Exception e)
        {
            _services.Events?.Fail(run.Context.RunId, e);
            await run.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _state.Transactions.DisposeAsync();
        _connections.Dispose();
    }

    private async Task<StatementRun> StartAsync(Statement statement, PreparedPlan prepared, CancellationToken cancellation)
    {
        var deadline = new StatementDeadline(statement.Values.StatementTimeout, cancellation);
        try
        {
            var context = new StatementContext(statement.Sql, User, _services.Errors, _services.Inferences, deadline.Token)
            {
                Spending = new Spending("query", outer: _spending),
            };
            var lease = prepared.ChangesSession
                ? await _connections.LeaseOwnAsync(statement.Values, deadline.Token)
                : await _connections.LeaseAsync(statement.Values, deadline.Token);
            return new StatementRun(lease, deadline, context, _services.Contexts);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            // The time-out counts while the statement waits for its session, too.
            deadline.Dispose();
            throw deadline.Exceeded();
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    private async ValueTask<StatementResult> RunAsync(Statement statement, PreparedPlan prepared, RecordBatch? parameters, StatementRun run)
    {
        var view = View(statement.Given, statement.Values) with { Parameters = BoundParameters.Of(prepared.Parameters, parameters) };
        var isMany = prepared.Command is { IsTransactional: true, TakesAllRows: false } && parameters is { Length: > 1 } && view.Transaction is null;
        var plan = isMany ? prepared : await PlanAsync(statement, prepared, run, view);
        run.Context.Inputs.AddListings(plan.Plan.Scope.Listings);
        if (parameters?.Columns.Length > plan.Parameters.Fields.Count)
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"The statement has {plan.Parameters.Fields.Count} parameters, but {parameters.Columns.Length} values were given.");
        }

        // A dataset that was dropped since the statement was prepared may have left its name to a temporary table.
        if (plan.ChangesSession && !run.IsOnOwnConnection)
        {
            throw SessionConnections.Busy();
        }

        if (plan is { IsQuery: true, Command: null })
        {
            return run.Stream(plan, parameters);
        }

        var result = isMany
            ? await UpdateTogetherAsync(statement, parameters!, run, view)
            : await UpdateAsync(statement, plan, parameters, run, view);
        if (!plan.IsQuery)
        {
            await run.DisposeAsync();
        }

        return result;
    }

    /// <summary>All rows make one version, or none.</summary>
    private async Task<StatementResult> UpdateTogetherAsync(Statement statement, RecordBatch parameters, StatementRun run, CatalogView view)
    {
        var transaction = _state.Transactions.Begin();
        var isComplete = false;
        StatementResult result;
        try
        {
            view = view with { Transaction = transaction };
            var plan = run.Own(await _preparation.RunAsync(statement.Sql, run.Connection, view, run.Context.Cancellation));
            result = await UpdateAsync(statement, plan, parameters, run, view);
            isComplete = true;
        }
        finally
        {
            await _state.Transactions.EndAsync(transaction, isComplete, run.Context.Cancellation);
        }

        return result;
    }

    private async Task<StatementResult> UpdateAsync(
        Statement statement, PreparedPlan plan, RecordBatch? parameters, StatementRun run, CatalogView view)
    {
        _services.Events?.Start(run.Context, plan);
        long? rows = null;
        var runs = plan.Command?.TakesAllRows == true ? 1 : parameters?.Length ?? 1;
        for (var row = 0; row < runs; row++)
        {
            // The row before has made a state that this one starts from.
            plan = row > 0 && plan.Command is not null ? run.Own(await _preparation.RunAsync(statement.Sql, run.Connection, view, run.Context.Cancellation)) : plan;
            var context = new CommandContext(run.Connection, run.Context, plan, parameters, row) { Returned = run.Returned };
            rows = Add(rows, await (plan.Command?.ExecuteAsync(context) ?? context.ExecuteAsync()));
            run.Context.ThrowIfEveryRowFailed();
        }

        return plan.IsQuery
            ? run.Return(plan, rows)
            : new StatementResult(plan.Schema, rows, AsyncEnumerable.Empty<RecordBatch>(), () => run.Statistics, null);
    }

    /// <summary>Datasets move on, and another connection can't use this one's prepared form: both need a plan of their own.</summary>
    private async Task<PreparedPlan> PlanAsync(Statement statement, PreparedPlan prepared, StatementRun run, CatalogView view)
    {
        // A transaction's own changes are in no version that could be pinned, and a parameter may say which version to read.
        var isPinned = statement.IsPinned && view.Transaction is null && prepared.Parameters.Fields.Count == 0;
        return prepared.Connection == run.Connection
            && (!prepared.DependsOnDatasets || (isPinned && await prepared.Plan.Scope.HasItsDatasetsAsync(run.Context.Cancellation)))
            ? prepared
            : run.Own(await _preparation.RunAsync(statement.Sql, run.Connection, view, run.Context.Cancellation));
    }

    private async Task<bool> ExistsAsync(IngestTarget target, StatementOptions options, CancellationToken cancellation)
    {
        if (!target.IsTemporary)
        {
            return await new StatementScope(_services.Catalog, View(options, Options.Values)).TryResolveAsync(target.Name, cancellation) is not null;
        }

        using var lease = await _connections.LeaseOwnAsync(Options.Values, cancellation);
        using var found = lease.Connection.Query(
            $"SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = {SqlText.Literal(target.Table)} COLLATE NOCASE", cancellation);
        return found.Columns[0].Values<long>()[0] > 0;
    }

    private CatalogView View(StatementOptions options, SessionValues values) => new(values.Schema)
    {
        AsOf = values.AsOf,
        Transaction = options.Transaction is { } id ? _state.Transactions.Get(id) : _state.Transactions.Current,
        Pins = options.Pins,
    };

    private static long? Add(long? sum, long? rows) => rows is null ? sum : (sum ?? 0) + rows;
}
