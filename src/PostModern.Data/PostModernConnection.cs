using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Transactions;
using PostModern.Data.Transport;
using IsolationLevel = System.Data.IsolationLevel;

namespace PostModern.Data;

/// <summary>A session on a PostModern server: its temporary tables and settings live as long as the connection is open.</summary>
/// <remarks>
/// Not safe for concurrent use: one command at a time. Closing gives the session to a pool, where the next connection with the same connection
/// string finds it, like new: what was open is rolled back, temporary tables and options are gone.
/// </remarks>
public sealed class PostModernConnection : DbConnection
{
    private readonly PostModernDataSource? _source;
    private PostModernConnectionStringBuilder _settings = new();
    private string _connectionString = "";
    private ConnectionState _state;
    private SessionPool? _pool;
    private ServerSession? _session;
    private string? _serverVersion;
    private string? _database;

    /// <summary>A closed connection without connection string.</summary>
    public PostModernConnection()
    {
    }

    /// <param name="connectionString">See <see cref="PostModernConnectionStringBuilder"/>.</param>
    public PostModernConnection(string? connectionString) => ConnectionString = connectionString;

    internal PostModernConnection(PostModernDataSource source, string connectionString)
        : this(connectionString) => _source = source;

    /// <summary>A statement has succeeded, but some of its rows have failed, or the server warns. Raised where the statement's result ends.</summary>
    public event EventHandler<PostModernInfoMessageEventArgs>? InfoMessage;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">It is set while the connection is open, or on a data source's connection.</exception>
    /// <exception cref="ArgumentException">It has an unknown key or a bad value.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_state != ConnectionState.Closed || _source is not null)
            {
                throw new InvalidOperationException("The connection string can't change while the connection is open, nor on a data source's connection.");
            }

            _settings = new PostModernConnectionStringBuilder(value);
            _connectionString = value ?? "";
            _pool = null;
        }
    }

    /// <summary>Seconds that opening may take.</summary>
    public override int ConnectionTimeout => _settings.Timeout;

    /// <summary>The catalog or schema that <see cref="ChangeDatabase"/> has chosen, else the connection string's; empty for the server's own.</summary>
    public override string Database => _database ?? _settings.Database;

    /// <summary><c>host:port</c>; empty without a host.</summary>
    public override string DataSource => _settings.Host.Length == 0 ? "" : $"{_settings.Host}:{_settings.Port}";

    /// <inheritdoc />
    public override string ServerVersion => _serverVersion ??= SyncBridge.Run(() => RunningCommand.RunAsync(
        TimeSpan.FromSeconds(DefaultCommandTimeout), OpenSession.GetServerVersionAsync, CancellationToken.None));

    /// <inheritdoc />
    public override ConnectionState State => _state;

    /// <inheritdoc />
    public override bool CanCreateBatch => true;

    internal int DefaultCommandTimeout => _settings.CommandTimeout;

    /// <summary>What runs on it.</summary>
    internal ConnectionActivity Activity { get; } = new();

    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    internal ServerSession OpenSession =>
        _session ?? throw new InvalidOperationException("The connection is not open.");

    /// <inheritdoc />
    protected override DbProviderFactory DbProviderFactory => PostModernFactory.Instance;

    /// <summary>Closes the idle sessions of a connection's pool now, and those in use when their connections close.</summary>
    public static void ClearPool(PostModernConnection connection) => SyncBridge.Run(() => ClearPoolAsync(connection));

    /// <inheritdoc cref="ClearPool"/>
    public static Task ClearPoolAsync(PostModernConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Pool().ClearAsync();
    }

    /// <summary>As <see cref="ClearPool"/>, for all pools of the process.</summary>
    public static void ClearAllPools() => SyncBridge.Run(ClearAllPoolsAsync);

    /// <inheritdoc cref="ClearAllPools"/>
    public static Task ClearAllPoolsAsync() => SessionPools.ClearAsync();

    /// <inheritdoc />
    public override void Open() => SyncBridge.Run(() => OpenAsync(CancellationToken.None));

    /// <summary>Takes a session from the pool, or opens one.</summary>
    /// <exception cref="InvalidOperationException">It is open already, or the connection string says too little.</exception>
    /// <exception cref="PostModernException">Unavailable: nobody answers. Unauthenticated: the login was refused. Timeout, also when the pool's sessions
    /// are all in use. Or the server's refusal of the schema or time that the connection string names.</exception>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_state != ConnectionState.Closed)
        {
            throw new InvalidOperationException("The connection is open already.");
        }

        new SessionOpening(_settings).Check();
        ChangeState(ConnectionState.Connecting);
        try
        {
            var opening = new RunningCommand(TimeSpan.FromSeconds(_settings.Timeout)) { TimeoutMessage = RunningCommand.SlowOpening };
            _session = await opening.StepAsync(() => Pool().RentAsync(opening), cancellationToken);
        }
        catch
        {
            ChangeState(ConnectionState.Closed);
            throw;
        }

        if (!_settings.PersistSecurityInfo)
        {
            _connectionString = _settings.WithoutSecrets(_connectionString);
        }

        ChangeState(ConnectionState.Open);
        await (_source?.InitializeAsync(this, cancellationToken) ?? Task.CompletedTask);
    }

    /// <inheritdoc />
    public override void Close()
    {
        if (_state != ConnectionState.Closed)
        {
            SyncBridge.Run(CloseAsync);
        }
    }

    /// <summary>Ends what runs, rolls back, and gives the session back to its pool.</summary>
    public override async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is not { } session)
        {
            return;
        }

        await Activity.StopAsync(session);
        _serverVersion = _database = null;
        await Pool().ReturnAsync(session);
        ChangeState(ConnectionState.Closed);
    }

    /// <inheritdoc />
    public override void ChangeDatabase(string databaseName) => SyncBridge.Run(() => ChangeDatabaseAsync(databaseName));

    /// <summary>Has names without a schema mean another one's; the catalog's name means its first schema. Until the connection is closed.</summary>
    /// <exception cref="PostModernException">NotFound: there is no such schema.</exception>
    public override async Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(databaseName);
        await ControlAsync((session, token) => session.UpdateAsync($"USE {SqlText.Name(databaseName)}", token), cancellationToken);
        _database = databaseName;
    }

    /// <inheritdoc cref="DbConnection.CreateCommand" />
    public new PostModernCommand CreateCommand() => new(null, this);

    /// <inheritdoc cref="DbConnection.CreateBatch" />
    public new PostModernBatch CreateBatch() => new(this);

    /// <inheritdoc cref="BeginTransactionAsync(IsolationLevel, CancellationToken)" />
    public new PostModernTransaction BeginTransaction(IsolationLevel isolationLevel = IsolationLevel.Unspecified) =>
        SyncBridge.Run(() => BeginTransactionAsync(isolationLevel).AsTask());

    /// <inheritdoc cref="BeginTransactionAsync(IsolationLevel, CancellationToken)" />
    public new ValueTask<PostModernTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);

    /// <summary>Begins a transaction, which every command of the connection joins until it ends.</summary>
    /// <param name="isolationLevel">Anything but Chaos; see <see cref="PostModernTransaction.IsolationLevel"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The connection is closed, or has an open transaction or reader.</exception>
    /// <exception cref="NotSupportedException">Chaos is asked for.</exception>
    public new ValueTask<PostModernTransaction> BeginTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken = default) =>
        PostModernTransaction.BeginAsync(this, isolationLevel, cancellationToken);

    /// <summary>Does nothing for null.</summary>
    /// <exception cref="NotSupportedException">A transaction is given: the server takes no part in distributed ones.</exception>
    public override void EnlistTransaction(Transaction? transaction)
    {
        if (transaction is not null)
        {
            throw new NotSupportedException("PostModern takes no part in distributed transactions; use BeginTransaction.");
        }
    }

    /// <inheritdoc />
    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections);

    /// <inheritdoc />
    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <inheritdoc />
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues) =>
        SyncBridge.Run(() => GetSchemaAsync(collectionName, restrictionValues, CancellationToken.None));

    /// <inheritdoc />
    public override Task<DataTable> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        GetSchemaAsync(DbMetaDataCollectionNames.MetaDataCollections, [], cancellationToken);

    /// <inheritdoc />
    public override Task<DataTable> GetSchemaAsync(string collectionName, CancellationToken cancellationToken = default) =>
        GetSchemaAsync(collectionName, [], cancellationToken);

    /// <summary>Describes the server: the collections that MetaDataCollections lists.</summary>
    /// <param name="collectionName">One of these, in any case.</param>
    /// <param name="restrictionValues">What to show only, by position, as Restrictions lists them; null shows all.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ArgumentException">There is no such collection, or it has fewer restrictions.</exception>
    public override async Task<DataTable> GetSchemaAsync(
        string collectionName, string?[] restrictionValues, CancellationToken cancellationToken = default) =>
        await ControlAsync((session, token) => SchemaCollections.GetAsync(session, collectionName, restrictionValues ?? [], token), cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    internal void Begin(RunningCommand running) => Activity.Begin(running);

    internal void End(RunningCommand running) => Activity.End(running);

    /// <summary>Runs a statement that belongs to the connection itself, and whose traces it removes itself.</summary>
    internal Task ControlAsync(string sql, CancellationToken cancellationToken) =>
        ControlAsync((session, token) => session.ControlAsync(sql, token), cancellationToken);

    /// <summary>Raises <see cref="InfoMessage"/> if there is anything to say.</summary>
    internal void Announce(IReadOnlyDictionary<string, string> trailers)
    {
        if (InfoMessage is { } handler && PostModernInfoMessageEventArgs.TryRead(trailers) is { } message)
        {
            handler(this, message);
        }
    }

    /// <inheritdoc />
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    /// <inheritdoc />
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        await BeginTransactionAsync(isolationLevel, cancellationToken);

    /// <inheritdoc />
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc />
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private Task<T> ControlAsync<T>(Func<ServerSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Activity.RunAsync(OpenSession, TimeSpan.FromSeconds(DefaultCommandTimeout), work, cancellationToken);

    private SessionPool Pool() => _pool ??= _source?.Pool ?? SessionPools.Of(_connectionString, _settings);

    private void ChangeState(ConnectionState state)
    {
        var before = _state;
        _state = state;
        OnStateChange(new StateChangeEventArgs(before, state));
    }
}
