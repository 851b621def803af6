using System.Diagnostics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;
using PostModern.DuckDb.Native.Reading;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>A running statement's rows, as they come. Nothing is read ahead of the batch that is asked for.</summary>
/// <remarks>To be enumerated once. The caller owns the batches. Disposing early stops the statement.</remarks>
public sealed class ResultStream : IAsyncEnumerable<RecordBatch>, IDisposable
{
    /// <summary>The most rows of a batch.</summary>
    public const int BatchRows = 32_768;

    // DuckDB's STANDARD_VECTOR_SIZE: the most rows that the next chunk may bring.
    private const int VectorRows = 2048;

    // Wide rows end a batch earlier: a message is at most 4 MiB, and a batch that has to be cut for that was saved up for nothing.
    private const long BatchBytes = 2L << 20;

    // Rows that are slow to come (models, remote files) are handed on instead of being saved up.
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(50);

    private readonly Lock _reading = new();
    private readonly Connection _connection;
    private readonly PendingResultHandle _pending;
    private readonly ResultHandle _result = new();
    private readonly ResultOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Func<DuckDbException, CancellationToken, Exception>? _findCause;
    private BatchReader? _reader;
    private bool _isDisposed;

    /// <param name="connection">Runs nothing else until the stream ends.</param>
    /// <param name="pending">The execution; owned.</param>
    /// <param name="schema">The columns as planned.</param>
    /// <param name="options">As the statement was planned with.</param>
    /// <param name="findCause">Told of an interruption that nobody asked for, gives the exception to throw; null to let it stand.</param>
    /// <param name="cancellation">Stops the statement.</param>
    internal ResultStream(
        Connection connection,
        PendingResultHandle pending,
        Schema schema,
        ResultOptions options,
        Func<DuckDbException, CancellationToken, Exception>? findCause,
        CancellationToken cancellation)
    {
        _findCause = findCause;
        _connection = connection;
        _pending = pending;
        _options = options;
        _cancellation = cancellation;
        Schema = schema;
        connection.Open(this);
    }

    /// <summary>The columns. A table that changed since the statement was prepared may change them with the first batch.</summary>
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
        while (await ReadAsync(linked.Token) is { } batch)
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

    /// <summary>Runs the statement until its columns are known.</summary>
    internal void Start(CancellationToken cancellation) => Guard(() => _reader ??= CreateReader(cancellation), cancellation);

    /// <summary>The next batch; null at the end.</summary>
    internal RecordBatch? Read(CancellationToken cancellation) =>
        Guard(() => IsFinished ? null : ReadBatch(_reader ??= CreateReader(cancellation), cancellation), cancellation);

    /// <summary>DuckDB works on the thread that fetches; that must not be the one that serves sockets. After the end there is nothing to fetch.</summary>
    private Task<RecordBatch?> ReadAsync(CancellationToken cancellation) =>
        IsFinished ? Task.FromResult(Read(cancellation)) : Task.Run(() => Read(cancellation), CancellationToken.None);

    /// <summary>One call into DuckDB at a time, interrupted by the token; a failure ends the stream.</summary>
    private T Guard<T>(Func<T> read, CancellationToken cancellation)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed && !IsFinished, this);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                using var stop = cancellation.UnsafeRegister(static connection => ((Connection)connection!).Interrupt(), _connection);
                return read();
            }
            catch (DuckDbException error) when (_findCause is not null && _connection.IsSecondHand(error, cancellation))
            {
                Close();
                throw _findCause(error, cancellation);
            }
            catch
            {
                Close();
                throw;
            }
        }
    }

    private BatchReader CreateReader(CancellationToken cancellation)
    {
        WaitUntilReady();
        if (duckdb_execute_pending(_pending, _result) == DuckDbState.Error)
        {
            throw _connection.Failure(NativeString.Read(duckdb_result_error(_result)), cancellation);
        }

        var columns = ResultColumns.Read(_result, _options);
        if (duckdb_result_return_type(_result.Value) == ResultKind.QueryResult)
        {
            Schema = columns.Schema;
        }

        return columns.CreateReader();
    }

    /// <summary>Works along until the first rows are there, resting when all that is left to do runs on DuckDB's own threads.</summary>
    /// <remarks>
    /// duckdb_execute_pending alone would poll without a rest: a core for as long as a model thinks, which a machine of two cores
    /// pays with half of its pictures a second (benchmark group <c>skeleton</c>).
    /// </remarks>
    private void WaitUntilReady()
    {
        var rest = new SpinWait();
        while (duckdb_pending_execute_task(_pending) is var state and (PendingState.NotReady or PendingState.NoTasksAvailable))
        {
            if (state == PendingState.NoTasksAvailable)
            {
                rest.SpinOnce();
            }
        }
    }

    private RecordBatch? ReadBatch(BatchReader reader, CancellationToken cancellation)
    {
        var isQuery = duckdb_result_return_type(_result.Value) == ResultKind.QueryResult;
        var started = Stopwatch.GetTimestamp();
        while (reader.Length + VectorRows <= BatchRows && reader.ByteCount < BatchBytes
            && (reader.Length == 0 || (!_connection.HandsOnAtOnce && Stopwatch.GetElapsedTime(started) < BatchTime)))
        {
            if (_connection.HandsOnAtOnce)
            {
                _connection.AwaitAnswer();
            }

            using var chunk = duckdb_fetch_chunk(_result.Value);
            if (chunk.IsInvalid)
            {
                return Finish(reader, isQuery, cancellation);
            }

            reader.Append(chunk.DangerousGetHandle());
        }

        return reader.Build();
    }

    private RecordBatch? Finish(BatchReader reader, bool isQuery, CancellationToken cancellation)
    {
        if (NativeString.Read(duckdb_result_error(_result)) is { } error)
        {
            throw _connection.Failure(error, cancellation);
        }

        var rest = reader.Length == 0 ? null : reader.Build();
        IsFinished = true;
        Close();
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
        if (!IsFinished)
        {
            // DuckDB's own threads run on, result or no result, and the connection's next statement would wait for them: for ever, where they have much to do.
            _connection.StopThreads();
        }

        _reader?.Dispose();
        _result.Dispose();
        _pending.Dispose();
        _connection.Close(this);
    }
}
