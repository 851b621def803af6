using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbCommand"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class CommandSpecification(LocalServer server)
{
    public static TheoryData<Func<DbCommand, Task>> Executions => new()
    {
        command => Task.FromResult(command.ExecuteReader()),
        command => Task.FromResult(command.ExecuteScalar()),
        command => Task.FromResult(command.ExecuteNonQuery()),
        command =>
        {
            command.Prepare();
            return Task.CompletedTask;
        },
        command => command.ExecuteReaderAsync(),
        command => command.ExecuteScalarAsync(),
        command => command.ExecuteNonQueryAsync(),
        command => command.PrepareAsync(),
    };

    [Fact]
    public void A_new_command_has_the_documented_defaults()
    {
        using var command = PostModernFactory.Instance.CreateCommand();

        Assert.Equal(("", CommandType.Text, 30), (command.CommandText, command.CommandType, command.CommandTimeout));
        Assert.Equal((null, null, UpdateRowSource.None), (command.Connection, command.Transaction, command.UpdatedRowSource));
        Assert.Empty(command.Parameters);
        Assert.Same(command.Parameters, command.Parameters);
        command.CommandText = null;
        Assert.Equal("", command.CommandText);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        using var command = PostModernFactory.Instance.CreateCommand();

        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandTimeout = -1);
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
        Assert.Throws<InvalidCastException>(() => command.Connection = new ForeignConnection());
        Assert.Equal((30, CommandType.Text), (command.CommandTimeout, command.CommandType));
    }

    [Fact]
    public void Cancelling_without_execution_does_nothing()
    {
        using var command = PostModernFactory.Instance.CreateCommand();
        command.Cancel();

        using var connection = Open();
        using var another = Command(connection, "SELECT 1");
        another.ExecuteScalar();
        another.Cancel();
        Assert.Equal(1, another.ExecuteScalar());
    }

    [Theory]
    [MemberData(nameof(Executions))]
    public async Task Without_connection_open_connection_or_text_nothing_runs(Func<DbCommand, Task> execute)
    {
        using var open = Open();
        using var closed = new PostModernConnection(server.ConnectionString);
        using var alone = Command(null, "SELECT 1");
        using var early = Command(closed, "SELECT 1");
        using var silent = Command(open, "");

        foreach (var command in new[] { alone, early, silent })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => execute(command));
        }
    }

    [Theory]
    [MemberData(nameof(Executions))]
    public async Task A_mistake_in_the_text_is_a_DbException_and_the_connection_stays_usable(Func<DbCommand, Task> execute)
    {
        using var connection = Open();
        using var command = Command(connection, "SELEC 1");

        await Assert.ThrowsAnyAsync<DbException>(() => execute(command));
        Assert.Equal(ConnectionState.Open, connection.State);
        command.CommandText = "SELECT 1";
        Assert.Equal(1, command.ExecuteScalar());
    }

    [Theory]
    [MemberData(nameof(Executions))]
    public async Task While_a_reader_is_open_nothing_else_runs(Func<DbCommand, Task> execute)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT 1");
        using var other = Command(connection, "SELECT 2");
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            await Assert.ThrowsAsync<InvalidOperationException>(() => execute(command));
            await Assert.ThrowsAsync<InvalidOperationException>(() => execute(other));
            Assert.Throws<InvalidOperationException>(() => command.CommandText = "SELECT 3");
            Assert.Throws<InvalidOperationException>(() => command.Connection = null);
            Assert.Throws<InvalidOperationException>(() => command.Transaction = null);
            Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());
            Assert.Equal(1, reader.GetInt32(0));
        }

        Assert.Equal(2, other.ExecuteScalar());
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT 1");
        var cancelled = new CancellationToken(true);
        Task[] tasks =
        [
            command.ExecuteReaderAsync(cancelled),
            command.ExecuteScalarAsync(cancelled),
            command.ExecuteNonQueryAsync(cancelled),
            command.PrepareAsync(cancelled),
        ];

        foreach (var task in tasks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.True(task.IsCanceled);
        }

        Assert.Equal(1, command.ExecuteScalar());
    }

    [Fact]
    public void Preparing_serves_until_text_or_connection_change()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT @x + 1");
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("x", 1);
        command.Parameters.Add(parameter);
        command.Prepare();
        command.Prepare();
        Assert.Equal(2, Convert.ToInt32(command.ExecuteScalar(), null));
        parameter.Value = 5;
        Assert.Equal(6, Convert.ToInt32(command.ExecuteScalar(), null));

        command.CommandText = "SELECT @x + 2";
        Assert.Equal(7, Convert.ToInt32(command.ExecuteScalar(), null));
        using var second = Open();
        command.Prepare();
        command.Connection = second;
        Assert.Equal(7, Convert.ToInt32(command.ExecuteScalar(), null));
    }

    [Fact]
    public void A_prepared_command_outlives_the_closing_of_its_connection()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT 1");
        command.Prepare();
        connection.Close();
        connection.Open();

        Assert.Equal(1, command.ExecuteScalar());
    }

    [Fact]
    public async Task Cancelling_ends_the_execution_and_leaves_the_connection_usable()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range % 7 = b.range % 5");
        var running = command.ExecuteScalarAsync();
        await Task.Delay(200);
        command.Cancel();

        Assert.IsAssignableFrom<DbException>(await Assert.ThrowsAnyAsync<DbException>(() => running));
        Assert.Equal(2, Scalar(connection, "SELECT 2"));
    }

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static DbCommand Command(DbConnection? connection, string sql)
    {
        var command = PostModernFactory.Instance.CreateCommand();
        (command.Connection, command.CommandText) = (connection, sql);
        return command;
    }

    private PostModernConnection Open()
    {
        var connection = new PostModernConnection(server.ConnectionString);
        connection.Open();
        return connection;
    }
}
