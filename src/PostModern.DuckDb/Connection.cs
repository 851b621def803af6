using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native;
using PostModern.DuckDb.Native.Callbacks;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>A session of a <see cref="Database"/>. Only <see cref="Interrupt"/> may be called while another call runs.</summary>
/// <remarks>
/// DuckDB keeps one open result a connection, and any other statement would silently end it: here that is an
/// <see cref="InvalidOperationException"/> until the <see cref="ResultStream"/> is read to its end or disposed.
/// </remarks>
public sealed class Connection : IDisposable
{
    private const string RowBuffer = "64KiB";

    // Hardly a row, so that any chunk fills it. Not 1: DuckDB takes shares of it, and a share of no byte is full for ever.
    private const string ChunkBuffer = "8B";

    private readonly CallContexts _contexts;
    private readonly CallContext _context;
    private ResultStream? _open;
    private volatile bool _wasInterrupted;
    private bool _tracksProgress;

    internal Connection(ConnectionHandle handle, CallContexts contexts)
    {
        Handle = handle;
        _contexts = contexts;
        duckdb_connection_get_client_context(handle, out var client);
        using (client)
        {
            Id = duckdb_client_context_get_connection_id(client);
        }

        _context = contexts.Open(Id);

        // Without JSON, a failed PREPARE has neither a class nor a position.
        Execute($"SET errors_as_json = true; SET streaming_buffer_size = '{RowBuffer}'");
    }

    /// <summary>Unique within the database; functions see it as their caller.</summary>
    public ulong Id { get; }

    /// <summary>How the results of statements look that are prepared from now on; <see cref="Query"/> doesn't go by it.</summary>
    public ResultOptions ResultOptions { get; set; } = ResultOptions.Default;

    internal ConnectionHandle Handle { get; }

    /// <summary>Stops the statement that runs now, from any thread. The connection stays usable.</summary>
    public void Interrupt()
    {
        _wasInterrupted = true;
        _context.Working.Release();
        StopThreads();
    }

    /// <summary>How much of the running statement is done, from 0 to 1; null when that can't be told, or before <see cref="TrackProgress"/>. For any thread.</summary>
    public double? Progress => !Handle.IsClosed && duckdb_query_progress(Handle).Percentage is >= 0 and var percent ? Math.Min(percent / 100, 1) : null;

    /// <summary>Lets statements from now on tell their <see cref="Progress"/>.</summary>
    public void TrackProgress()
    {
        if (!_tracksProgress)
        {
            Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0");
            _tracksProgress = true;
        }
    }

    /// <summary>Says whether statements from now on hand rows on as soon as they are computed, instead of saving them up.</summary>
    /// <remarks>
    /// 64 KiB of a model's answers are thousands of rows, and minutes; for all else handing on each chunk would only cost. Even so DuckDB
    /// computes one chunk beyond that which it hands on.
    /// </remarks>
    public void HandOnRows(bool atOnce)
    {
        if (HandsOnAtOnce != atOnce)
        {
            Execute($"SET streaming_buffer_size = '{(atOnce ? ChunkBuffer : RowBuffer)}'");
            HandsOnAtOnce = atOnce;
        }
    }

    /// <summary>Whether each chunk is a batch of its own.</summary>
    internal bool HandsOnAtOnce { get; private set; }

    /// <summary>Runs one or several statements, dropping their rows.</summary>
    /// <exception cref="DuckDbException">A statement failed; the ones before it have run.</exception>
    public void Execute(string sql, CancellationToken cancellation = default) => Run(sql, cancellation).Dispose();

    /// <summary>Runs one or several statements and returns the last one's rows as one batch: for small results.</summary>
    /// <returns>The caller owns the batch.</returns>
    /// <exception cref="DuckDbException">A statement failed.</exception>
    public RecordBatch Query(string sql, CancellationToken cancellation = default)
    {
        using var result = Run(sql, cancellation);
        using var reader = ResultColumns.Read(result, ResultOptions.Default).CreateReader();
        while (true)
        {
            using var chunk = duckdb_fetch_chunk(result.Value);
            if (chunk.IsInvalid)
            {
                return reader.Build();
            }

            reader.Append(chunk.DangerousGetHandle());
        }
    }

    /// <summary>Plans one statement.</summary>
    /// <remarks>A PIVOT without its IN list is several statements to DuckDB: all but the last run here.</remarks>
    /// <exception cref="DuckDbException">The statement is wrong, or it is several.</exception>
    public PreparedStatement Prepare(string sql, CancellationToken cancellation = default)
    {
        Begin(cancellation);
        using var stop = cancellation.UnsafeRegister(static connection => ((Connection)connection!).Interrupt(), this);
        using var statements = StatementText.Extract(this, sql);
        return statements.Prepare(ResultOptions, cancellation);
    }

    /// <summary>The tables and views that a statement names, as written.</summary>
    /// <param name="sql">One or several statements.</param>
    /// <param name="qualified">Whether catalog and schema are kept where written.</param>
    /// <exception cref="DuckDbException">The text can't be parsed.</exception>
    public IReadOnlyList<string> GetTableNames(string sql, bool qualified)
    {
        Begin(CancellationToken.None);
        using var names = duckdb_get_table_names(Handle, sql, qualified ? (byte)1 : (byte)0);
        if (names.IsInvalid)
        {
            // The C API drops the reason; the parser gives it again.
            using var statements = StatementText.Extract(this, sql);
            throw new DuckDbException(DuckDbErrorType.Parser, "The tables of the statement can't be told.");
        }

        var list = new string[duckdb_get_list_size(names)];
        for (var i = 0; i < list.Length; i++)
        {
            using var name = duckdb_get_list_child(names, (ulong)i);
            list[i] = NativeString.Take(duckdb_get_varchar(name)) ?? "";
        }

        return list;
    }

    /// <summary>Makes a function known to all connections of the database; one of the same name and parameters is replaced.</summary>
    /// <exception cref="ServerException">InvalidInput: DuckDB refuses the signature.</exception>
    public void Register(ScalarFunction function) => ScalarFunctionCallbacks.Register(Handle, function, _contexts);

    /// <inheritdoc cref="Register(ScalarFunction)"/>
    public void Register(TableFunction function) => TableFunctionCallbacks.Register(Handle, function, _contexts);

    public void Dispose()
    {
        _open?.Dispose();
        _contexts.Close(Id);
        Handle.Dispose();
    }

    /// <summary>Starts a statement: nothing else may be open, and earlier failures of functions are forgotten.</summary>
    internal void Begin(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        if (_open is not null)
        {
            throw new InvalidOperationException(
                "The connection has an open result. Read it to its end or dispose it first, or use another connection.");
        }

        cancellation.ThrowIfCancellationRequested();
        _wasInterrupted = false;
        _context.Begin(cancellation);
    }

    /// <inheritdoc cref="WorkingThreads.AwaitAnswer"/>
    internal void AwaitAnswer() => _context.Working.AwaitAnswer();

    /// <summary>
    /// Whether an interruption is nobody's wish. When one of DuckDB's threads fails, it interrupts the others before it has noted its error,
    /// and sometimes (up to 1 of 8 with two threads, DuckDB 1.5.6) their "Interrupted!" is noted in its place.
    /// </summary>
    internal bool IsSecondHand(DuckDbException error, CancellationToken cancellation) =>
        error.ErrorType == DuckDbErrorType.Interrupt && !_wasInterrupted && !cancellation.IsCancellationRequested;

    /// <summary>Lets DuckDB's threads leave a statement that nobody reads any more.</summary>
    internal void StopThreads()
    {
        if (!Handle.IsClosed)
        {
            duckdb_interrupt(Handle);
        }
    }

    internal void Open(ResultStream stream) => _open = stream;

    internal void Close(ResultStream stream)
    {
        if (_open == stream)
        {
            _open = null;
        }
    }

    /// <summary>The exception for a failed statement: the token's, our function's, or DuckDB's.</summary>
    internal Exception Failure(string? text, CancellationToken cancellation)
    {
        var error = ErrorText.Parse(text);
        var cause = _context.TakeFailure();
        // The statement's own token is what functions wait for; one that is linked to it is cancelled a moment later.
        var isCancelled = cancellation.IsCancellationRequested || _context.Cancellation.IsCancellationRequested;
        if (isCancelled && (error.Type == DuckDbErrorType.Interrupt || cause is OperationCanceledException))
        {
            return new OperationCanceledException("The statement was cancelled.", cause, cancellation);
        }

        // A failure that SQL caught itself (TRY) must not be taken for a later one of DuckDB's own.
        var ours = cause is not null && error.Message.Contains(cause.Message, StringComparison.Ordinal) ? cause : null;
        return ours is ServerException server
            ? new ServerException(server.Code, server.Message, server)
            : new DuckDbException(error.Type, error.Message, error.Position, ours);
    }

    private ResultHandle Run(string sql, CancellationToken cancellation)
    {
        Begin(cancellation);
        using var stop = cancellation.UnsafeRegister(static connection => ((Connection)connection!).Interrupt(), this);
        var result = new ResultHandle();
        if (duckdb_query(Handle, sql, result) == DuckDbState.Success)
        {
            return result;
        }

        using (result)
        {
            throw Failure(NativeString.Read(duckdb_result_error(result)), cancellation);
        }
    }
}
