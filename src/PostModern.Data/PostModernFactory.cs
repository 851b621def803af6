using System.Data.Common;

namespace PostModern.Data;

/// <summary>Creates the provider's objects for code that knows ADO.NET only.</summary>
public sealed class PostModernFactory : DbProviderFactory
{
    /// <summary>The only instance, as <see cref="DbProviderFactories"/> expects it.</summary>
    public static readonly PostModernFactory Instance = new();

    private PostModernFactory()
    {
    }

    /// <inheritdoc />
    public override bool CanCreateBatch => true;

    /// <inheritdoc />
    public override bool CanCreateCommandBuilder => true;

    /// <inheritdoc />
    public override bool CanCreateDataAdapter => true;

    /// <inheritdoc />
    public override DbBatch CreateBatch() => new PostModernBatch();

    /// <inheritdoc />
    public override DbBatchCommand CreateBatchCommand() => new PostModernBatchCommand();

    /// <inheritdoc />
    public override DbCommand CreateCommand() => new PostModernCommand();

    /// <inheritdoc />
    public override DbCommandBuilder CreateCommandBuilder() => new PostModernCommandBuilder();

    /// <inheritdoc />
    public override DbConnection CreateConnection() => new PostModernConnection();

    /// <inheritdoc />
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new PostModernConnectionStringBuilder();

    /// <inheritdoc />
    public override DbDataAdapter CreateDataAdapter() => new PostModernDataAdapter();

    /// <inheritdoc />
    public override DbDataSource CreateDataSource(string connectionString) => new PostModernDataSource(connectionString);

    /// <inheritdoc />
    public override DbParameter CreateParameter() => new PostModernParameter();
}
