using System.Data;
using System.Data.Common;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbTransaction"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class TransactionSpecification(LocalServer server) : IAsyncLifetime
{
    private readonly string _table = "t" + Guid.NewGuid().ToString("N");
    private PostModernConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _connection = await server.ConnectAsync();
        Execute($"CREATE TABLE {_table} AS SELECT 1 AS n");
    }

    public async Task DisposeAsync() => await _connection.DisposeAsync();

    [Theory]
    [InlineData(IsolationLevel.Unspecified, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.Snapshot, IsolationLevel.Snapshot)]
    [InlineData(IsolationLevel.ReadCommitted, IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead, IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable, IsolationLevel.Serializable)]
    public void It_has_a_connection_and_a_level(IsolationLevel asked, IsolationLevel given)
    {
        using DbTransaction transaction = _connection.BeginTransaction(asked);

        Assert.Same(_connection, transaction.Connection);
        Assert.Equal(given, transaction.IsolationLevel);
        Assert.True(transaction.SupportsSavepoints);
    }

    [Fact]
    public void A_connection_has_one_at_a_time()
    {
        using (_connection.BeginTransaction())
        {
            Assert.Throws<InvalidOperationException>(() => _connection.BeginTransaction());
        }

        Assert.Throws<NotSupportedException>(() => _connection.BeginTransaction(IsolationLevel.Chaos));
        using var next = _connection.BeginTransaction();
        Assert.NotNull(next.Connection);
    }

    [Fact]
    public async Task Nobody_else_sees_changes_before_the_commit()
    {
        await using var other = await server.ConnectAsync();
        await using var transaction = await _connection.BeginTransactionAsync();
        Execute($"INSERT INTO {_table} VALUES (2)", transaction);

        Assert.Equal((2L, 1L), (Count(_connection), Count(other)));
        await transaction.CommitAsync();
        Assert.Equal((2L, 2L), (Count(_connection), Count(other)));
    }

    [Fact]
    public void Once_ended_it_has_no_connection_and_does_nothing_more()
    {
        foreach (var end in new Action<DbTransaction>[] { t => t.Commit(), t => t.Rollback() })
        {
            using var transaction = _connection.BeginTransaction();
            end(transaction);

            Assert.Null(transaction.Connection);
            Assert.Throws<InvalidOperationException>(transaction.Commit);
            Assert.Throws<InvalidOperationException>(transaction.Rollback);
            Assert.Throws<InvalidOperationException>(() => transaction.Save("a"));
        }
    }

    [Fact]
    public void Disposing_rolls_back_and_then_it_is_disposed()
    {
        var transaction = _connection.BeginTransaction();
        Execute($"INSERT INTO {_table} VALUES (2)");
        transaction.Dispose();
        transaction.Dispose();

        Assert.Equal(1L, Count(_connection));
        Assert.Null(transaction.Connection);
        Assert.Throws<ObjectDisposedException>(transaction.Commit);
        Assert.Throws<ObjectDisposedException>(transaction.Rollback);
    }

    [Fact]
    public async Task Disposing_asynchronously_rolls_back_and_leaves_what_is_committed()
    {
        await using (await _connection.BeginTransactionAsync())
        {
            Execute($"INSERT INTO {_table} VALUES (2)");
        }

        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            Execute($"INSERT INTO {_table} VALUES (3)");
            await transaction.CommitAsync();
        }

        Assert.Equal(2L, Count(_connection));
    }

    [Fact]
    public void Closing_the_connection_rolls_back()
    {
        var transaction = _connection.BeginTransaction();
        Execute($"INSERT INTO {_table} VALUES (2)");
        _connection.Close();

        Assert.Null(transaction.Connection);
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        _connection.Open();
        Assert.Equal(1L, Count(_connection));
        _connection.BeginTransaction().Dispose();
    }

    [Fact]
    public void Savepoints_are_gone_back_to_and_released()
    {
        using var transaction = _connection.BeginTransaction();
        transaction.Save("first \"one\"");
        Execute($"INSERT INTO {_table} VALUES (2)");
        transaction.Save("second");
        Execute($"INSERT INTO {_table} VALUES (3)");

        transaction.Rollback("second");
        Assert.Equal(2L, Count(_connection));
        transaction.Release("second");
        Assert.Throws<PostModernException>(() => transaction.Rollback("second"));
        transaction.Rollback("first \"one\"");
        Assert.Equal(1L, Count(_connection));
        Assert.ThrowsAny<ArgumentException>(() => transaction.Save(""));
        Execute($"INSERT INTO {_table} VALUES (4)");
        transaction.Commit();
        Assert.Equal(2L, Count(_connection));
    }

    [Fact]
    public async Task The_later_of_two_writers_of_the_same_rows_fails_and_may_try_again()
    {
        await using var other = await server.ConnectAsync();
        await using var transaction = await _connection.BeginTransactionAsync();
        Execute($"UPDATE {_table} SET n = 2");
        await using (var command = new PostModernCommand($"UPDATE {_table} SET n = 3", other))
        {
            await command.ExecuteNonQueryAsync();
        }

        var error = await Assert.ThrowsAsync<PostModernException>(() => transaction.CommitAsync());

        Assert.Equal((ErrorCode.Conflict, true, "40001"), (error.Code, error.IsTransient, error.SqlState));
        Assert.Null(transaction.Connection);
        await using var again = await _connection.BeginTransactionAsync();
        Assert.Equal(1, Execute($"UPDATE {_table} SET n = n + 1 WHERE n = 3"));
        await again.CommitAsync();
    }

    [Fact]
    public void A_failing_statement_undoes_only_itself()
    {
        using var transaction = _connection.BeginTransaction();
        Execute($"INSERT INTO {_table} VALUES (2)");
        Assert.Throws<PostModernException>(() => Execute($"INSERT INTO {_table} SELECT error('no')::INTEGER"));
        transaction.Commit();

        Assert.Equal(2L, Count(_connection));
    }

    [Fact]
    public void A_commands_transaction_must_be_its_connections_open_one()
    {
        using var other = new PostModernConnection(server.ConnectionString);
        other.Open();
        using var elsewhere = other.BeginTransaction();
        using var ended = _connection.BeginTransaction();
        ended.Rollback();
        using var transaction = _connection.BeginTransaction();
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT 1";
        Assert.Null(command.Transaction);

        Assert.Equal(1, command.ExecuteScalar());
        command.Transaction = transaction;
        Assert.Equal(1, command.ExecuteScalar());
        foreach (var wrong in new[] { elsewhere, ended })
        {
            command.Transaction = wrong;
            Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
            Assert.Throws<InvalidOperationException>(() => command.ExecuteReader());
        }
    }

    [Fact]
    public void While_a_reader_is_open_it_does_not_end_but_by_disposing()
    {
        var transaction = _connection.BeginTransaction();
        using var command = new PostModernCommand("SELECT range FROM range(1000000)", _connection);
        var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.NotNull(transaction.Connection);
        transaction.Dispose();
        Assert.True(reader.IsClosed);
        Assert.Equal(1L, Count(_connection));
    }

    private int Execute(string sql, PostModernTransaction? transaction = null)
    {
        using var command = new PostModernCommand(sql, _connection, transaction);
        return command.ExecuteNonQuery();
    }

    private object? Count(PostModernConnection connection)
    {
        using var command = new PostModernCommand($"SELECT count(*) FROM {_table}", connection);
        return command.ExecuteScalar();
    }
}
