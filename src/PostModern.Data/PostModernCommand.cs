using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>SQL to run on a connection.</summary>
/// <remarks>
/// The text may hold several statements between semicolons; they run one after the other, each when its result is asked for.
/// A connection runs one command at a time: until its reader is closed, another execution is an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class PostModernCommand : DbCommand
{
    private readonly PreparedStatements _prepared = new();
    private string _text = "";
    private int? _timeout;
    private readonly Executor _executor;
    private PostModernConnection? _connection;
    private PostModernTransaction? _transaction;

    /// <summary>A command without text and connection.</summary>
    public PostModernCommand() => _executor = new Executor(Start);

    /// <param name="commandText">One or more statements.</param>
    /// <param name="connection">Where to run them.</param>
    /// <param name="transaction">See <see cref="Transaction"/>.</param>
    public PostModernCommand(string? commandText, PostModernConnection? connection = null, PostModernTransaction? transaction = null)
        : this()
    {
        CommandText = commandText;
        _connection = connection;
        _transaction = transaction;
    }

    /// <inheritdoc />
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            _executor.ThrowIfRunning();
            _text = value ?? "";
            _prepared.Forget();
        }
    }

    /// <summary>
    /// Seconds to wait for the first rows, and for each next batch of them; 0 waits for ever. Unless set it is the connection string's, 30 by default.
    /// </summary>
    public override int CommandTimeout
    {
        get => _timeout ?? _connection?.DefaultCommandTimeout ?? PostModernConnectionStringBuilder.DefaultCommandTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="NotSupportedException">Another type is set: there are no stored procedures.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set => CommandTypes.Check(value);
    }

    /// <inheritdoc cref="DbCommand.Connection" />
    public new PostModernConnection? Connection
    {
        get => _connection;
        set
        {
            _executor.ThrowIfRunning();
            _prepared.Forget();
            _connection = value;
        }
    }

    /// <inheritdoc cref="DbCommand.Parameters" />
    public new PostModernParameterCollection Parameters { get; } = [];

    /// <summary>
    /// Told how far each statement is, from 0 to 1, about once a second; null unless set. Statements then run to their end before their first row arrives.
    /// </summary>
    public IProgress<double>? Progress { get; set; }

    /// <summary>Null, or the connection's open transaction. With null the command takes part in that one all the same.</summary>
    public new PostModernTransaction? Transaction
    {
        get => _transaction;
        set
        {
            _executor.ThrowIfRunning();
            _transaction = value;
        }
    }

    /// <inheritdoc />
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc />
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <inheritdoc />
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => Connection = value is null or PostModernConnection
            ? (PostModernConnection?)value
            : throw new InvalidCastException($"The command needs a {nameof(PostModernConnection)}, not a {value.GetType()}.");
    }

    /// <inheritdoc />
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc />
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = value is null or PostModernTransaction
            ? (PostModernTransaction?)value
            : throw new InvalidCastException($"The command needs a {nameof(PostModernTransaction)}, not a {value.GetType()}.");
    }

    /// <summary>Stops the running execution, from any thread: it ends with a <see cref="PostModernException"/> of code Cancelled. Otherwise does nothing.</summary>
    public override void Cancel() => _executor.Cancel();

    /// <inheritdoc />
    public override int ExecuteNonQuery() => SyncBridge.Run(() => ExecuteNonQueryAsync(CancellationToken.None));

    /// <summary>Runs all statements and drops their rows.</summary>
    /// <returns>The rows changed in all; −1 when no statement changes rows.</returns>
    /// <exception cref="PostModernException">The server refused a statement, or can't be reached.</exception>
    /// <exception cref="InvalidOperationException">No open connection, no text, another command is running, or a parameter has no value.</exception>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => _executor.ExecuteNonQueryAsync(cancellationToken);

    /// <inheritdoc />
    public override object? ExecuteScalar() => SyncBridge.Run(() => ExecuteScalarAsync(CancellationToken.None));

    /// <summary>Runs all statements.</summary>
    /// <returns>The first result's first value; <see cref="DBNull"/> for NULL, null when there are no rows.</returns>
    /// <inheritdoc cref="ExecuteNonQueryAsync" path="/exception" />
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => _executor.ExecuteScalarAsync(cancellationToken);

    /// <inheritdoc cref="DbCommand.ExecuteReader()" />
    public new PostModernDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) =>
        SyncBridge.Run(() => _executor.ExecuteReaderAsync(behavior, CancellationToken.None));

    /// <summary>Runs the statements up to the first one that returns rows.</summary>
    /// <inheritdoc cref="ExecuteNonQueryAsync" path="/exception" />
    public new Task<PostModernDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        _executor.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <inheritdoc cref="ExecuteReaderAsync(CancellationToken)" />
    public new Task<PostModernDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        _executor.ExecuteReaderAsync(behavior, cancellationToken);

    /// <summary>Runs a query and hands its columns over as they arrive, in the memory that they were received in.</summary>
    /// <returns>Batches that the caller owns and disposes, while or after reading the next ones; none for a statement without rows. Only the first result is read.</returns>
    /// <inheritdoc cref="ExecuteNonQueryAsync" path="/exception" />
    public async IAsyncEnumerable<RecordBatch> ExecuteArrowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var execution = _executor.Begin();
        try
        {
            await foreach (var batch in execution.ReadBatchesAsync(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            await _executor.EndAsync(execution);
        }
    }

    /// <inheritdoc />
    public override void Prepare() => SyncBridge.Run(() => PrepareAsync());

    /// <summary>Has the server parse and plan the statements once; executing then only sends parameters.</summary>
    /// <inheritdoc cref="ExecuteNonQueryAsync" path="/exception" />
    public override Task PrepareAsync(CancellationToken cancellationToken = default) => _executor.PrepareAsync(cancellationToken);

    /// <inheritdoc cref="DbCommand.CreateParameter" />
    [SuppressMessage("Performance", "CA1822", Justification = "It stands in for the base class's instance method.")]
    public new PostModernParameter CreateParameter() => new();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _prepared.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override DbParameter CreateDbParameter() => new PostModernParameter();

    /// <inheritdoc />
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc />
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await _executor.ExecuteReaderAsync(behavior, cancellationToken);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _prepared.Forget();
        }

        base.Dispose(disposing);
    }

    private CommandExecution Start()
    {
        var connection = PostModernTransaction.Check(_connection, _transaction);
        if (_text.Length == 0)
        {
            throw new InvalidOperationException("The command has no text.");
        }

        var running = new RunningCommand(TimeSpan.FromSeconds(CommandTimeout)) { Progress = Progress };
        return new CommandExecution(connection, BoundStatement.Parse(_text, Parameters), _prepared, running);
    }
}
