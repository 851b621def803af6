using System.Data.Common;

namespace PostModern.Data;

/// <summary>Makes connections of one connection string.</summary>
public sealed class PostModernDataSource : DbDataSource
{
    private readonly string _secret;

    /// <param name="connectionString">See <see cref="PostModernConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">It has an unknown key or a bad value.</exception>
    public PostModernDataSource(string connectionString)
    {
        _secret = connectionString;
        var settings = new PostModernConnectionStringBuilder(connectionString);
        ConnectionString = settings.PersistSecurityInfo ? connectionString : settings.WithoutSecrets(connectionString);
    }

    /// <summary>The connection string, without secrets unless it says <c>Persist Security Info=true</c>.</summary>
    public override string ConnectionString { get; }

    /// <inheritdoc cref="DbDataSource.CreateConnection" />
    public new PostModernConnection CreateConnection() => new(_secret);

    /// <inheritdoc cref="DbDataSource.OpenConnection" />
    public new PostModernConnection OpenConnection() => (PostModernConnection)base.OpenConnection();

    /// <inheritdoc cref="DbDataSource.OpenConnectionAsync" />
    public new async ValueTask<PostModernConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        (PostModernConnection)await base.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc />
    protected override DbConnection CreateDbConnection() => CreateConnection();
}
