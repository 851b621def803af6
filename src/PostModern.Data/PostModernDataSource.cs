using System.Data.Common;

namespace PostModern.Data;

/// <summary>Makes connections of one connection string, over a pool of its own. Disposing closes the pool.</summary>
/// <remarks>Safe for concurrent use. <see cref="PostModernDataSourceBuilder"/> says what a connection string can't.</remarks>
public sealed class PostModernDataSource : DbDataSource
{
    private readonly string _secret;
    private readonly Func<PostModernConnection, CancellationToken, Task>? _initializer;

    /// <param name="connectionString">See <see cref="PostModernConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">It has an unknown key or a bad value.</exception>
    public PostModernDataSource(string connectionString)
        : this(new PostModernConnectionStringBuilder(connectionString), connectionString, settings => new SessionOpening(settings), null)
    {
    }

    internal PostModernDataSource(
        PostModernConnectionStringBuilder settings,
        string connectionString,
        Func<PostModernConnectionStringBuilder, SessionOpening> opening,
        Func<PostModernConnection, CancellationToken, Task>? initializer)
    {
        _secret = connectionString;
        _initializer = initializer;
        ConnectionString = settings.PersistSecurityInfo ? connectionString : settings.WithoutSecrets(connectionString);
        Opening = opening(settings);
        Pool = Opening.ToPool();
    }

    /// <summary>The connection string, without secrets unless it says <c>Persist Security Info=true</c>.</summary>
    public override string ConnectionString { get; }

    internal SessionOpening Opening { get; }

    internal SessionPool Pool { get; }

    /// <inheritdoc cref="DbDataSource.CreateConnection" />
    public new PostModernConnection CreateConnection() => new(this, _secret);

    /// <inheritdoc cref="DbDataSource.OpenConnection" />
    public new PostModernConnection OpenConnection() => (PostModernConnection)base.OpenConnection();

    /// <inheritdoc cref="DbDataSource.OpenConnectionAsync" />
    public new async ValueTask<PostModernConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        (PostModernConnection)await base.OpenConnectionAsync(cancellationToken);

    /// <summary>A batch that opens a connection for each of its executions.</summary>
    public new PostModernBatch CreateBatch() => new(CreateConnection()) { OwnsConnection = true };

    /// <summary>Closes the idle sessions now, and those in use when their connections close.</summary>
    public Task ClearAsync() => Pool.ClearAsync();

    /// <summary>Runs what the builder wants to be run on each new session; what that leaves behind belongs to the session from then on.</summary>
    internal async Task InitializeAsync(PostModernConnection connection, CancellationToken cancellationToken)
    {
        if (_initializer is null || !connection.OpenSession.IsFresh)
        {
            return;
        }

        try
        {
            await _initializer(connection, cancellationToken);
            connection.OpenSession.HasTraces = false;
        }
        catch
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                connection.OpenSession.HasTraces = true;
            }

            await connection.CloseAsync();
            throw;
        }
    }

    /// <inheritdoc />
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc />
    protected override DbConnection CreateDbConnection() => CreateConnection();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Transport.SyncBridge.Run(() => Pool.DisposeAsync().AsTask());
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override async ValueTask DisposeAsyncCore()
    {
        await Pool.DisposeAsync();
        await base.DisposeAsyncCore();
    }
}
