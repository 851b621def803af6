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
    private readonly IDisposable _scope;
    private PreparedPlan? _plan;
    private ResultStream? _stream;

    public StatementRun(ConnectionLease lease, StatementContext context, StatementContexts contexts)
    {
        _lease = lease;
        _scope = contexts.Enter(lease.Connection.Id, context);
        Context = context;
    }

    public Connection Connection => _lease.Connection;

    public StatementContext Context { get; }

    public StatementStatistics Statistics => new(Context.ModelCalls, Context.CacheHits, Context.RowErrors, Context.Warnings);

    /// <summary>Frees <paramref name="plan"/> with the run.</summary>
    public PreparedPlan Own(PreparedPlan plan) => _plan = plan;

    /// <summary>Starts a query; the result owns the run.</summary>
    /// <param name="plan">A query.</param>
    /// <param name="parameters">One row; null for none.</param>
    public StatementResult Stream(PreparedPlan plan, RecordBatch? parameters)
    {
        Parameters.BindAll(plan.Prepared, parameters, 0);
        _stream = DuckDbErrors.Translate(() => plan.Prepared.Execute(Context.Cancellation));
        return new StatementResult(plan.IsSchemaKnown ? plan.Schema : _stream.Schema, null, ReadAsync(_stream), () => Statistics, DisposeAsync);
    }

    public ValueTask DisposeAsync()
    {
        _stream?.Dispose();
        _scope.Dispose();
        _plan?.Dispose();
        _lease.Dispose();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(ResultStream stream)
    {
        await foreach (var batch in ResultBatches.ReadAsync(stream, Context.Cancellation))
        {
            yield return batch;
        }

        Context.ThrowIfEveryRowFailed();
    }
}
