using System.Data;
using System.Data.Common;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>Several commands, each with its own parameters, that run one after the other.</summary>
/// <remarks>
/// Their results are read with <see cref="PostModernDataReader.NextResult"/>; each runs when its result is asked for. They are no transaction: those before
/// one that fails stay, and those after it don't run. A failure's <see cref="PostModernException.BatchCommand"/> says which it was.
/// </remarks>
public sealed class PostModernBatch : DbBatch
{
    private readonly PreparedStatements _prepared = new();
    private readonly Executor _executor;
    private PostModernConnection? _connection;
    private PostModernTransaction? _transaction;
    private int? _timeout;

    /// <param name="connection">Where to run.</param>
    /// <param name="transaction">See <see cref="Transaction"/>.</param>
    public PostModernBatch(PostModernConnection? connection = null, PostModernTransaction? transaction = null)
    {
        _executor = new Executor(Start);
        _connection = connection;
        _transaction = transaction;
    }

    /// <inheritdoc cref="DbBatch.BatchCommands" />
    public new PostModernBatchCommandCollection BatchCommands { get; } = [];

    /// <inheritdoc cref="PostModernCommand.CommandTimeout" />
    public override int Timeout
    {
        get => _timeout ?? _connection?.DefaultCommandTimeout ?? PostModernConnectionStringBuilder.DefaultCommandTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <inheritdoc cref="DbBatch.Connection" />
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

    /// <inheritdoc cref="PostModernCommand.Transaction" />
    public new PostModernTransaction? Transaction
    {
        get => _transaction;
        set
        {
            _executor.ThrowIfRunning();
            _transaction = value;
        }
    }

    /// <summary>Whether each execution opens the connection and closes it.</summary>
    internal bool OwnsConnection { get; init; }

    /// <inheritdoc />
    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    /// <inheritdoc />
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => Connection = value is null or PostModernConnection
            ? (PostModernConnection?)value
            : throw new InvalidCastException($"The batch needs a {nameof(PostModernConnection)}, not a {value.GetType()}.");
    }

    /// <inheritdoc />
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = value is null or PostModernTransaction
            ? (PostModernTransaction?)value
            : throw new InvalidCastException($"The batch needs a {nameof(PostModernTransaction)}, not a {value.GetType()}.");
    }

    /// <inheritdoc cref="PostModernCommand.Cancel" />
    public override void Cancel() => _executor.Cancel();

    /// <inheritdoc />
    public override int ExecuteNonQuery() => SyncBridge.Run(() => ExecuteNonQueryAsync());

    /// <inheritdoc cref="PostModernCommand.ExecuteNonQueryAsync" />
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) =>
        ConnectedAsync(() => _executor.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public override object? ExecuteScalar() => SyncBridge.Run(() => ExecuteScalarAsync());

    /// <inheritdoc cref="PostModernCommand.ExecuteScalarAsync" />
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) =>
        ConnectedAsync(() => _executor.ExecuteScalarAsync(cancellationToken), cancellationToken);

    /// <inheritdoc cref="DbBatch.ExecuteReader" />
    public new PostModernDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) =>
        SyncBridge.Run(() => ExecuteReaderAsync(behavior, CancellationToken.None));

    /// <summary>Runs the commands up to the first one that returns rows.</summary>
    /// <inheritdoc cref="PostModernCommand.ExecuteNonQueryAsync" path="/exception" />
    public new Task<PostModernDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <inheritdoc cref="ExecuteReaderAsync(CancellationToken)" />
    public new async Task<PostModernDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default)
    {
        if (!OwnsConnection)
        {
            return await _executor.ExecuteReaderAsync(behavior, cancellationToken);
        }

        await _connection!.OpenAsync(cancellationToken);
        try
        {
            return await _executor.ExecuteReaderAsync(behavior | CommandBehavior.CloseConnection, cancellationToken);
        }
        catch
        {
            await _connection.CloseAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override void Prepare() => SyncBridge.Run(() => PrepareAsync());

    /// <inheritdoc cref="PostModernCommand.PrepareAsync" />
    /// <exception cref="NotSupportedException">It is a data source's batch: what is prepared would go with its connection.</exception>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) =>
        OwnsConnection
            ? throw new NotSupportedException("A data source's batch opens a connection for each execution, so preparing it has no use.")
            : _executor.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public override void Dispose()
    {
        _prepared.Forget();
        base.Dispose();
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _prepared.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override DbBatchCommand CreateDbBatchCommand() => new PostModernBatchCommand();

    /// <inheritdoc />
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc />
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken);

    private async Task<T> ConnectedAsync<T>(Func<Task<T>> execute, CancellationToken cancellationToken)
    {
        if (!OwnsConnection)
        {
            return await execute();
        }

        await _connection!.OpenAsync(cancellationToken);
        try
        {
            return await execute();
        }
        finally
        {
            await _connection.CloseAsync();
        }
    }

    private CommandExecution Start()
    {
        var connection = PostModernTransaction.Check(_connection, _transaction);
        if (BatchCommands.Count == 0)
        {
            throw new InvalidOperationException("The batch has no commands.");
        }

        var statements = new List<BoundStatement>();
        foreach (PostModernBatchCommand command in BatchCommands)
        {
            command.Reset();
            statements.AddRange(
                command.CommandText.Length > 0
                    ? BoundStatement.Parse(command.CommandText, command.Parameters, command)
                    : throw new InvalidOperationException("A command of the batch has no text."));
        }

        return new CommandExecution(connection, statements, _prepared, new RunningCommand(TimeSpan.FromSeconds(Timeout)));
    }
}
