using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A session on a PostModern server: its temporary tables and settings live as long as the connection is open.</summary>
/// <remarks>Not safe for concurrent use: one command at a time.</remarks>
public sealed class PostModernConnection : DbConnection
{
    private PostModernConnectionStringBuilder _settings = new();
    private string _connectionString = "";
    private ConnectionState _state;
    private ServerSession? _session;
    private RunningCommand? _running;
    private string? _serverVersion;

    /// <summary>A closed connection without connection string.</summary>
    public PostModernConnection()
    {
    }

    /// <param name="connectionString">See <see cref="PostModernConnectionStringBuilder"/>.</param>
    public PostModernConnection(string? connectionString) => ConnectionString = connectionString;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">It is set while the connection is open.</exception>
    /// <exception cref="ArgumentException">It has an unknown key or a bad value.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_state != ConnectionState.Closed)
            {
                throw new InvalidOperationException("The connection string can't change while the connection is open.");
            }

            _settings = new PostModernConnectionStringBuilder(value);
            _connectionString = value ?? "";
        }
    }

    /// <summary>Seconds that opening may take.</summary>
    public override int ConnectionTimeout => _settings.Timeout;

    /// <summary>The catalog that the connection string names; empty for the server's own.</summary>
    public override string Database => _settings.Database;

    /// <summary><c>host:port</c>; empty without a host.</summary>
    public override string DataSource => _settings.Host.Length == 0 ? "" : $"{_settings.Host}:{_settings.Port}";

    /// <inheritdoc />
    public override string ServerVersion => _serverVersion ??= SyncBridge.Run(() => OpenSession.GetServerVersionAsync(CancellationToken.None));

    /// <inheritdoc />
    public override ConnectionState State => _state;

    /// <inheritdoc />
    public override bool CanCreateBatch => false;

    internal int DefaultCommandTimeout => _settings.CommandTimeout;

    internal PostModernDataReader? Reader { get; set; }

    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    internal ServerSession OpenSession =>
        _session ?? throw new InvalidOperationException("The connection is not open.");

    /// <inheritdoc />
    protected override DbProviderFactory DbProviderFactory => PostModernFactory.Instance;

    /// <inheritdoc />
    public override void Open() => SyncBridge.Run(() => OpenAsync(CancellationToken.None));

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">It is open already, or the connection string names no host.</exception>
    /// <exception cref="PostModernException">Unavailable: nobody answers. Unauthenticated: the login was refused. Timeout.</exception>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_state != ConnectionState.Closed)
        {
            throw new InvalidOperationException("The connection is open already.");
        }

        if (_settings.Host.Length == 0)
        {
            throw new InvalidOperationException("The connection string names no host; it needs at least Host=….");
        }

        ChangeState(ConnectionState.Connecting);
        try
        {
            var opening = new RunningCommand(TimeSpan.FromSeconds(_settings.Timeout));
            _session = await opening.StepAsync(() => ServerSession.OpenAsync(Target(), opening.Token), cancellationToken);
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
    }

    /// <inheritdoc />
    public override void Close()
    {
        if (_state != ConnectionState.Closed)
        {
            SyncBridge.Run(CloseAsync);
        }
    }

    /// <inheritdoc />
    public override async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is not { } session)
        {
            return;
        }

        if (Reader is { } reader)
        {
            Reader = null;
            await reader.CloseAsync();
        }

        Interlocked.Exchange(ref _running, null)?.Cancel();
        _serverVersion = null;
        await session.DisposeAsync();
        ChangeState(ConnectionState.Closed);
    }

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always: a session stays in the catalog that it was opened in.</exception>
    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("A session stays in its catalog; open a connection with Database=… instead.");

    /// <inheritdoc cref="DbConnection.CreateCommand" />
    public new PostModernCommand CreateCommand() => new(null, this);

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

    /// <summary>Describes the server: MetaDataCollections, DataSourceInformation, DataTypes, ReservedWords, Restrictions, Tables, Columns.</summary>
    /// <param name="collectionName">One of these, in any case.</param>
    /// <param name="restrictionValues">What to show only, by position, as Restrictions lists them; null shows all.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ArgumentException">There is no such collection, or it has fewer restrictions.</exception>
    public override async Task<DataTable> GetSchemaAsync(
        string collectionName, string?[] restrictionValues, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collectionName);
        return await ControlAsync(
            (session, token) => SchemaCollections.GetAsync(session, collectionName, restrictionValues ?? [], token), cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    /// <summary>Takes the session for one command.</summary>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    internal void Begin(RunningCommand running)
    {
        if (Interlocked.CompareExchange(ref _running, running, null) is not null)
        {
            throw new InvalidOperationException(
                "Another command is still running on this connection, or its reader is open: dispose the reader, or use a second connection.");
        }
    }

    internal void End(RunningCommand running)
    {
        Reader = null;
        Interlocked.CompareExchange(ref _running, null, running);
    }

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always: every statement commits by itself.</exception>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        throw new NotSupportedException("There are no transactions: every statement commits by itself.");

    /// <inheritdoc />
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private async Task<T> ControlAsync<T>(Func<ServerSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var session = OpenSession;
        var running = new RunningCommand(TimeSpan.FromSeconds(DefaultCommandTimeout));
        Begin(running);
        try
        {
            return await running.StepAsync(() => work(session, running.Token), cancellationToken);
        }
        finally
        {
            End(running);
        }
    }

    private ServerTarget Target() => new(
        new UriBuilder(_settings.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, _settings.Host, _settings.Port).Uri,
        _settings.Username,
        _settings.Password,
        _settings.Token,
        _settings.Database);

    private void ChangeState(ConnectionState state)
    {
        var before = _state;
        _state = state;
        OnStateChange(new StateChangeEventArgs(before, state));
    }
}
