using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Engine.Sessions;

/// <summary>One execution of a statement. Dispose it to free the session for the next; disposing early stops the query.</summary>
public sealed class StatementResult : IAsyncDisposable
{
    private readonly IAsyncEnumerable<RecordBatch> _batches;
    private readonly Func<StatementStatistics> _statistics;
    private Func<ValueTask>? _release;

    internal StatementResult(
        Schema schema, long? rowsAffected, IAsyncEnumerable<RecordBatch> batches, Func<StatementStatistics> statistics, Func<ValueTask>? release)
    {
        Schema = schema;
        RowsAffected = rowsAffected;
        _batches = batches;
        _statistics = statistics;
        _release = release;
    }

    /// <summary>The columns of every batch; no fields when the statement returns no rows.</summary>
    public Schema Schema { get; }

    /// <summary>Rows inserted, deleted or updated; null for queries and for statements that count none.</summary>
    public long? RowsAffected { get; }

    /// <summary>What it cost; complete once the last batch is read.</summary>
    public StatementStatistics Statistics => _statistics();

    /// <summary>The rows, as DuckDB makes them: nothing runs ahead of the reader. Each batch is the caller's to dispose.</summary>
    /// <exception cref="Arrow.Errors.ServerException">The statement's error; also InvalidInput when every row of a model function failed.</exception>
    public IAsyncEnumerable<RecordBatch> ReadBatchesAsync() => _batches;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _release, null) is { } release)
        {
            await release();
        }
    }
}
