using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbBatch"/> and <see cref="DbBatchCommand"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class BatchSpecification(LocalServer server) : IAsyncLifetime
{
    private PostModernConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("CREATE TEMP TABLE b (x INTEGER, y VARCHAR)", _connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public void A_new_batch_has_the_documented_defaults()
    {
        using var batch = PostModernFactory.Instance.CreateBatch();
        var command = batch.CreateBatchCommand();

        Assert.Equal((null, null, 30), (batch.Connection, batch.Transaction, batch.Timeout));
        Assert.Empty(batch.BatchCommands);
        Assert.Equal(("", CommandType.Text, -1), (command.CommandText, command.CommandType, command.RecordsAffected));
        Assert.True(command.CanCreateParameter);
        Assert.IsType<PostModernParameter>(command.CreateParameter());
        batch.Cancel();
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Timeout = -1);
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
    }

    [Fact]
    public void The_commands_are_a_list()
    {
        using DbBatch batch = _connection.CreateBatch();
        var (one, two) = (batch.CreateBatchCommand(), batch.CreateBatchCommand());
        batch.BatchCommands.Add(one);
        batch.BatchCommands.Insert(0, two);

        Assert.Equal([two, one], batch.BatchCommands);
        Assert.Equal((1, true), (batch.BatchCommands.IndexOf(one), batch.BatchCommands.Contains(two)));
        batch.BatchCommands[0] = one;
        batch.BatchCommands.RemoveAt(0);
        Assert.True(batch.BatchCommands.Remove(one));
        Assert.False(batch.BatchCommands.Remove(one));
        Assert.Throws<ArgumentNullException>(() => batch.BatchCommands.Add(null!));
        batch.BatchCommands.Clear();
        Assert.Empty(batch.BatchCommands);
    }

    [Fact]
    public async Task Each_command_has_its_own_parameters_and_count()
    {
        await using var batch = _connection.CreateBatch();
        var insert = Add(batch, "INSERT INTO b VALUES (@x, @y), (@x + 1, @y)", ("x", 1), ("y", "why"));
        var update = Add(batch, "UPDATE b SET y = ? WHERE x >= ?", ("", "because"), ("", 100));
        var select = Add(batch, "SELECT count(*) FROM b");

        Assert.Equal(2, await batch.ExecuteNonQueryAsync());
        Assert.Equal((2, 0, -1), (insert.RecordsAffected, update.RecordsAffected, select.RecordsAffected));
        Assert.Equal(2, batch.ExecuteNonQuery());
        Assert.Equal(2, insert.RecordsAffected);
    }

    [Fact]
    public async Task Results_are_read_one_after_the_other()
    {
        await using DbBatch batch = _connection.CreateBatch();
        foreach (var text in new[] { "SELECT 1 AS a", "INSERT INTO b VALUES (7, 'x')", "SELECT 'b' AS b, count(*) FROM b WHERE x = 7" })
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            batch.BatchCommands.Add(command);
        }

        await using (var reader = await batch.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(("a", 1), (reader.GetName(0), reader.GetInt32(0)));
            Assert.True(await reader.NextResultAsync());
            Assert.True(await reader.ReadAsync());
            Assert.Equal(("b", 1L), (reader.GetString(0), reader.GetInt64(1)));
            Assert.False(await reader.NextResultAsync());
            Assert.Equal(1, reader.RecordsAffected);
        }

        Assert.Equal(1, batch.ExecuteScalar());
    }

    [Fact]
    public async Task What_fails_is_named_and_what_came_before_stays()
    {
        await using var batch = _connection.CreateBatch();
        Add(batch, "INSERT INTO b VALUES (1, 'a')");
        var wrong = Add(batch, "INSERT INTO b SELECT error('no'), 'b'");
        Add(batch, "INSERT INTO b VALUES (3, 'c')");

        var error = await Assert.ThrowsAsync<PostModernException>(() => batch.ExecuteNonQueryAsync());

        Assert.Same(wrong, error.BatchCommand);
        Assert.Same(wrong, ((DbException)error).BatchCommand);
        await using var command = new PostModernCommand("SELECT string_agg(y) FROM b", _connection);
        Assert.Equal("a", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Preparing_takes_all_commands()
    {
        await using var batch = _connection.CreateBatch();
        var parameter = Add(batch, "INSERT INTO b VALUES (@x, 'p')", ("x", 1)).Parameters[0];
        Add(batch, "SELECT count(*) FROM b");
        await batch.PrepareAsync();

        for (var i = 1; i <= 3; i++)
        {
            parameter.Value = i;
            await using var reader = await batch.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
            Assert.Equal(i, reader.GetInt64(0));
        }
    }

    [Fact]
    public void Without_connection_commands_or_text_nothing_runs()
    {
        using var alone = new PostModernBatch();
        alone.BatchCommands.Add("SELECT 1");
        using var empty = _connection.CreateBatch();
        using var silent = _connection.CreateBatch();
        silent.BatchCommands.Add(new PostModernBatchCommand());

        Assert.All([alone, empty, silent], batch =>
        {
            Assert.Throws<InvalidOperationException>(() => batch.ExecuteReader());
            Assert.Throws<InvalidOperationException>(() => batch.ExecuteScalar());
            Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery());
            Assert.Throws<InvalidOperationException>(() => batch.Prepare());
        });
    }

    [Fact]
    public async Task A_batch_is_part_of_the_transaction()
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using var batch = new PostModernBatch(_connection, transaction);
        batch.BatchCommands.Add("CREATE TABLE batch_in_transaction AS SELECT 1 AS n");
        batch.BatchCommands.Add("INSERT INTO batch_in_transaction VALUES (2)");
        Assert.Equal(2, await batch.ExecuteNonQueryAsync());
        await transaction.RollbackAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => batch.ExecuteNonQueryAsync());
        batch.Transaction = null;
        batch.BatchCommands.Clear();
        batch.BatchCommands.Add("FROM batch_in_transaction");
        await Assert.ThrowsAsync<PostModernException>(() => batch.ExecuteNonQueryAsync());
    }

    private static PostModernBatchCommand Add(PostModernBatch batch, string text, params (string Name, object Value)[] values)
    {
        var command = batch.BatchCommands.Add(text);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
