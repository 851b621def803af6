using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;
using PostModern.DuckDb.Native.Reading;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>A running statement's rows, as they come. Nothing is read ahead of the batch that is asked for.</summary>
/// <remarks>To be enumerated once. The caller owns the batches. Disposing early stops the statement.</remarks>
public sealed class ResultStream : IAsyncEnumerable<RecordBatch>, IDisposable
{
    /// <summary>The most rows of a batch.</summary>
    public const int BatchRows = 32_768;

    // Wide rows end a batch earlier, so that a reader's memory stays bounded.
    private const long BatchBytes = 32L << 20;

    private readonly Lock _reading = new();
    private readonly Connection _connection;
    private readonly PendingResultHandle _pending;
    private readonly ResultHandle _result = new();
    private readonly CancellationToken _cancellation;
    private BatchReader? _reader;
    private bool _isDisposed;

    internal ResultStream(Connection connection, PendingResultHandle pending, Schema schema, CancellationToken cancellation)
    {
        _connection = connection;
        _pending = pending;
        _cancellation = cancellation;
        Schema = schema;
        connection.Open(this);
    }

    /// <summary>The columns: the prepared statement's, and from the first batch on those that the statement really has.</summary>
    public Schema Schema { get; private set; }

    /// <summary>Rows inserted, updated or deleted, once the statement has run; null for statements that don't count.</summary>
    public long? RowsChanged { get; private set; }

    /// <summary>Whether the statement has run to its end.</summary>
    public bool IsFinished { get; private set; }

    /// <exception cref="OperationCanceledException">The token of Execute or this one was cancelled; the connection is usable again.</exception>
    /// <exception cref="ServerException">A function of ours failed; its code and message.</exception>
    /// <exception cref="DuckDbException">The statement failed.</exception>
    public async IAsyncEnumerator<RecordBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_cancellation, cancellationToken);
        // DuckDB works on the thread that fetches; that must not be the one that serves sockets.
        while (await Task.Run(() => Read(linked.Token), CancellationToken.None) is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>Runs the statement to its end on this thread, dropping rows.</summary>
    /// <returns><see cref="RowsChanged"/>.</returns>
    public long? Complete()
    {
        while (Read(_cancellation) is { } batch)
        {
            batch.Dispose();
        }

        return RowsChanged;
    }

    /// <summary>Stops the statement if it still runs, and frees the connection for the next.</summary>
    public void Dispose()
    {
        if (!_reading.TryEnter())
        {
            _connection.Interrupt();
            _reading.Enter();
        }

        try
        {
            Close();
        }
        finally
        {
            _reading.Exit();
        }
    }

    /// <summary>The next batch; null at the end.</summary>
    internal RecordBatch? Read(CancellationToken cancellation)
    {
        lock (_reading)
        {
            if (IsFinished)
            {
                return null;
            }

            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                using var stop = cancellation.UnsafeRegister(static connection => ((Connection)connection!).Interrupt(), _connection);
                _reader ??= Start(cancellation);
                return ReadBatch(_reader, cancellation);
            }
            catch
            {
                Close();
                throw;
            }
        }
    }

    private BatchReader Start(CancellationToken cancellation)
    {
        if (duckdb_execute_pending(_pending, _result) == DuckDbState.Error)
        {
            throw _connection.Failure(NativeString.Read(duckdb_result_error(_result)), cancellation);
        }

        var columns = ResultColumns.Read(_result);
        if (duckdb_result_return_type(_result.Value) == ResultKind.QueryResult)
        {
            Schema = columns.Schema;
        }

        return columns.CreateReader();
    }

    private RecordBatch? ReadBatch(BatchReader reader, CancellationToken cancellation)
    {
        var isQuery = duckdb_result_return_type(_result.Value) == ResultKind.QueryResult;
        while (reader.Length + VectorRows <= BatchRows && reader.ByteCount < BatchBytes)
        {
            using var chunk = duckdb_fetch_chunk(_result.Value);
            if (chunk.IsInvalid)
            {
                return Finish(reader, isQuery, cancellation);
            }

            reader.Append(chunk.DangerousGetHandle());
        }

        return reader.Build();
    }

    // DuckDB's STANDARD_VECTOR_SIZE.
    private const int VectorRows = 2048;

    private RecordBatch? Finish(BatchReader reader, bool isQuery, CancellationToken cancellation)
    {
        if (NativeString.Read(duckdb_result_error(_result)) is { } error)
        {
            throw _connection.Failure(error, cancellation);
        }

        var rest = reader.Length == 0 ? null : reader.Build();
        Close();
        IsFinished = true;
        if (isQuery)
        {
            return rest;
        }

        using (rest)
        {
            RowsChanged = rest is { Columns: [var count] } && count.Type == ArrowTypes.Int64 ? count.Values<long>()[0] : null;
            return null;
        }
    }

    private void Close()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _reader?.Dispose();
        _result.Dispose();
        _pending.Dispose();
        _connection.Close(this);
    }
}
