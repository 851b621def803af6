using System.Data;
using System.Data.Common;
using System.Reflection;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbConnection"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ConnectionSpecification(LocalServer server)
{
    [Fact]
    public void A_new_connection_is_closed_and_its_string_empty()
    {
        using var connection = Create();

        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal(("", "", ""), (connection.ConnectionString, connection.Database, connection.DataSource));
        connection.ConnectionString = null;
        Assert.Equal("", connection.ConnectionString);
    }

    [Fact]
    public void The_connection_string_comes_back_as_it_was_set()
    {
        using var connection = Create();
        connection.ConnectionString = "server=x;  port=5";

        Assert.Equal("server=x;  port=5", connection.ConnectionString);
    }

    [Fact]
    public void Opening_needs_a_connection_string_and_happens_once()
    {
        using var connection = Create();
        Assert.Throws<InvalidOperationException>(connection.Open);
        connection.ConnectionString = server.ConnectionString;
        connection.Open();

        Assert.Throws<InvalidOperationException>(connection.Open);
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "Host=other");
        Assert.Equal(ConnectionState.Open, connection.State);
    }

    [Fact]
    public void Each_change_of_state_is_told()
    {
        using var connection = Create(server.ConnectionString);
        var changes = new List<(object? Sender, ConnectionState From, ConnectionState To)>();
        connection.StateChange += (sender, change) => changes.Add((sender, change.OriginalState, change.CurrentState));

        connection.Open();
        connection.Close();
        connection.Close();

        Assert.Equal(
            [
                (connection, ConnectionState.Closed, ConnectionState.Connecting),
                (connection, ConnectionState.Connecting, ConnectionState.Open),
                (connection, ConnectionState.Open, ConnectionState.Closed),
            ],
            changes);
    }

    [Fact]
    public async Task Disposing_twice_closes_once_and_is_told_once()
    {
        var connection = Create(server.ConnectionString);
        var told = 0;
        connection.Disposed += (_, _) => told++;
        await connection.OpenAsync();

        await connection.DisposeAsync();
        Assert.Equal((ConnectionState.Closed, 1), (connection.State, told));
        await connection.DisposeAsync();
        connection.Dispose();
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_closed_connection_can_be_opened_again()
    {
        using var connection = Create(server.ConnectionString);
        connection.Open();
        connection.Close();
        connection.Open();

        Assert.Equal(1, Scalar(connection, "SELECT 1"));
    }

    [Fact]
    public void A_closed_connection_knows_nothing_of_the_server()
    {
        using var connection = Create(server.ConnectionString);

        Assert.Throws<InvalidOperationException>(() => connection.ServerVersion);
        Assert.Throws<InvalidOperationException>(() => connection.GetSchema());
        Assert.Throws<InvalidOperationException>(() => connection.ChangeDatabase("main"));
        Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());
        connection.Close();
    }

    [Fact]
    public void An_open_connection_says_where_it_is()
    {
        using var connection = Open();

        Assert.NotEmpty(connection.ServerVersion);
        Assert.StartsWith("127.0.0.1:", connection.DataSource, StringComparison.Ordinal);
        Assert.Equal(15, connection.ConnectionTimeout);
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task_and_changes_nothing()
    {
        using var connection = Create(server.ConnectionString);
        var opening = connection.OpenAsync(new CancellationToken(true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.True(opening.IsCanceled);
        Assert.Equal(ConnectionState.Closed, connection.State);

        connection.Open();
        var beginning = connection.BeginTransactionAsync(new CancellationToken(true)).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beginning);
        Assert.True(beginning.IsCanceled);
        connection.BeginTransaction().Dispose();
    }

    [Fact]
    public void It_makes_commands_batches_and_knows_its_factory()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        using var batch = connection.CreateBatch();
        var factory = typeof(DbConnection).GetProperty("DbProviderFactory", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(connection);

        Assert.Same(connection, command.Connection);
        Assert.Same(connection, batch.Connection);
        Assert.True(connection.CanCreateBatch);
        Assert.Same(PostModernFactory.Instance, factory);
        Assert.Same(PostModernFactory.Instance, DbProviderFactories.GetFactory(connection));
    }

    [Fact]
    public void The_database_can_be_changed_while_open()
    {
        using var connection = Open();
        Execute(connection, "CREATE SCHEMA IF NOT EXISTS changed_to; CREATE OR REPLACE TABLE changed_to.only_here AS SELECT 5 AS n");

        connection.ChangeDatabase("changed_to");
        Assert.Equal(("changed_to", 5), (connection.Database, Scalar(connection, "SELECT n FROM only_here")));
        Assert.ThrowsAny<DbException>(() => connection.ChangeDatabase("no such schema"));
        Assert.ThrowsAny<ArgumentException>(() => connection.ChangeDatabase(" "));
        Assert.Equal("changed_to", connection.Database);

        connection.Close();
        connection.Open();
        Assert.Equal("", connection.Database);
        Assert.ThrowsAny<DbException>(() => Scalar(connection, "SELECT n FROM only_here"));
    }

    [Fact]
    public void Distributed_transactions_are_refused()
    {
        using var connection = Open();
        connection.EnlistTransaction(null);

        using var transaction = new System.Transactions.CommittableTransaction();
        Assert.Throws<NotSupportedException>(() => connection.EnlistTransaction(transaction));
    }

    [Fact]
    public void Secrets_are_gone_from_the_string_once_it_is_open_unless_they_are_to_stay()
    {
        using var hides = Create(server.ConnectionString + ";Username=ada;Password=hunter2");
        using var shows = Create(server.ConnectionString + ";Username=ada;Password=hunter2;Persist Security Info=true");
        hides.Open();
        shows.Open();

        Assert.DoesNotContain("hunter2", hides.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("hunter2", shows.ConnectionString, StringComparison.Ordinal);
        hides.Close();
        hides.Open();
    }

    private static DbConnection Create(string? connectionString = null)
    {
        var connection = PostModernFactory.Instance.CreateConnection();
        if (connectionString is not null)
        {
            connection.ConnectionString = connectionString;
        }

        return connection;
    }

    private DbConnection Open()
    {
        var connection = Create(server.ConnectionString);
        connection.Open();
        return connection;
    }

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
