using PostModern.Arrow.Arrays;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;

namespace PostModern.Engine.Sessions;

/// <summary>One execution of a statement: its connection, its context, and what has to be freed at its end, in that order.</summary>
internal sealed class StatementRun : IAsyncDisposable
{
    private readonly ConnectionLease _lease;
    private readonly StatementDeadline _deadline;
    private readonly IDisposable _scope;
    private PreparedPlan? _plan;
    private ResultStream? _stream;
    private StatementProgress? _progress;
    private int _isDisposed;

    /// <param name="lease">Where it runs; owned.</param>
    /// <param name="deadline">What stops it; owned.</param>
    /// <param name="context">What its functions share.</param>
    /// <param name="contexts">Lets them find it.</param>
    public StatementRun(ConnectionLease lease, StatementDeadline deadline, StatementContext context, StatementContexts contexts)
    {
        _lease = lease;
        _deadline = deadline;
        _scope = contexts.Enter(lease.Connection.Id, context);
        Context = context;
    }

    public Connection Connection => _lease.Connection;

    public bool IsOnOwnConnection => _lease.IsOwn;

    public StatementContext Context { get; }

    /// <summary>Takes the rows of RETURNING.</summary>
    public ReturnedRows Returned { get; } = new();

    public StatementStatistics Statistics => new(Context.ModelCalls, Context.CacheHits, Context.RowErrors, Context.Warnings);

    /// <summary>Lets <paramref name="progress"/> follow the run until it is disposed.</summary>
    public void Report(StatementProgress? progress)
    {
        _progress = progress;
        progress?.Follow(Connection);
    }

    /// <summary>Frees <paramref name="plan"/> with the run, and the one before it at once.</summary>
    public PreparedPlan Own(PreparedPlan plan)
    {
        _plan?.Dispose();
        return _plan = plan;
    }

    /// <summary>Starts a query; the result owns the run.</summary>
    /// <param name="plan">A query.</param>
    /// <param name="parameters">A row a run; null for one run without.</param>
    public StatementResult Stream(PreparedPlan plan, RecordBatch? parameters)
    {
        _stream = Start(plan, parameters, 0);
        var schema = plan.IsSchemaKnown ? plan.Schema : _stream.Schema;
        return new StatementResult(schema, null, ReadAsync(plan, parameters), () => Statistics, DisposeAsync);
    }

    /// <summary>Gives the rows of a change that has been made; the result owns the run.</summary>
    /// <param name="plan">A command with RETURNING.</param>
    /// <param name="rows">How many rows it changed.</param>
    public StatementResult Return(PreparedPlan plan, long? rows) => new(plan.Schema, rows, ReadReturnedAsync(), () => Statistics, DisposeAsync);

    /// <summary>Runs <paramref name="work"/>; when the session's time-out stops it, the exception says so.</summary>
    /// <exception cref="Arrow.Errors.ServerException">Timeout, or what the work throws.</exception>
    public async Task<T> GuardAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (_deadline.HasPassed)
        {
            throw _deadline.Exceeded();
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        _progress?.Leave();
        _stream?.Dispose();
        Returned.Dispose();
        _scope.Dispose();
        _plan?.Dispose();
        _lease.Dispose();
        _deadline.Dispose();
        return ValueTask.CompletedTask;
    }

    private ResultStream Start(PreparedPlan plan, RecordBatch? parameters, int row)
    {
        Parameters.BindAll(plan.Prepared, parameters, row);
        Connection.HandOnRows(atOnce: plan.Plan.Scope.CallsModels);
        return DuckDbErrors.Translate(() => plan.Prepared.Execute(Context.Cancellation));
    }

    private async IAsyncEnumerable<RecordBatch> ReadReturnedAsync()
    {
        await using var batches = Returned.ReadAsync(Connection, Context.Cancellation).GetAsyncEnumerator();
        while (await GuardAsync(batches.MoveNextAsync))
        {
            yield return batches.Current;
        }
    }

    /// <summary>The rows of one run after another.</summary>
    private async IAsyncEnumerable<RecordBatch> ReadAsync(PreparedPlan plan, RecordBatch? parameters)
    {
        for (var row = 0; row == 0 || row < parameters?.Length; row++)
        {
            if (row > 0)
            {
                _stream!.Dispose();
                _stream = Start(plan, parameters, row);
            }

            await using var batches = ResultBatches.ReadAsync(_stream!, Context.Cancellation).GetAsyncEnumerator();
            while (await GuardAsync(batches.MoveNextAsync))
            {
                yield return batches.Current;
            }
        }

        Context.ThrowIfEveryRowFailed();
    }
}
