using System.Data;
using System.Data.Common;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbDataSource"/>, and what the builder adds.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class DataSourceSpecification(LocalServer server)
{
    [Fact]
    public async Task It_makes_closed_connections_and_opens_them()
    {
        await using DbDataSource source = PostModernFactory.Instance.CreateDataSource(server.ConnectionString);
        await using var closed = source.CreateConnection();
        await using var open = await source.OpenConnectionAsync();
        using var synchronous = source.OpenConnection();

        Assert.Equal((ConnectionState.Closed, ConnectionState.Open, ConnectionState.Open), (closed.State, open.State, synchronous.State));
        Assert.Equal(server.ConnectionString, source.ConnectionString);
        Assert.Throws<InvalidOperationException>(() => closed.ConnectionString = "Host=other");
    }

    [Fact]
    public async Task Its_commands_and_batches_open_what_they_need_and_close_it()
    {
        await using DbDataSource source = new PostModernDataSource(server.ConnectionString);
        await using var command = source.CreateCommand("SELECT 1; SELECT 2");

        Assert.Equal(1, await command.ExecuteScalarAsync());
        Assert.Equal(1, command.ExecuteScalar());
        await using (var reader = await command.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            Assert.True(await reader.NextResultAsync());
        }

        await using var batch = source.CreateBatch();
        var part = batch.CreateBatchCommand();
        part.CommandText = "SELECT 3";
        batch.BatchCommands.Add(part);
        Assert.Equal(3, await batch.ExecuteScalarAsync());
        Assert.Equal(-1, batch.ExecuteNonQuery());
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
        }

        Assert.Equal(ConnectionState.Closed, batch.Connection!.State);
        await Assert.ThrowsAsync<NotSupportedException>(() => batch.PrepareAsync());
    }

    [Fact]
    public async Task Nothing_can_be_opened_for_nobody()
    {
        await using var nowhere = new PostModernDataSource("Timeout=1");

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await nowhere.OpenConnectionAsync());
        Assert.Throws<ArgumentException>(() => new PostModernDataSource("Hots=x"));
        Assert.Throws<InvalidOperationException>(() => new PostModernDataSourceBuilder().Build());
        Assert.Throws<InvalidOperationException>(() => new PostModernDataSourceBuilder("Host=x;Trust Server Certificate=true").Build());
        Assert.Throws<InvalidOperationException>(() => new PostModernDataSourceBuilder("Host=x;Min Pool Size=3;Max Pool Size=2").Build());
    }

    [Fact]
    public async Task A_new_session_is_initialised_and_a_reused_one_is_not_before_it_was_reset()
    {
        var runs = 0;
        await using var source = new PostModernDataSourceBuilder(server.ConnectionString)
            .UseConnectionInitializer(async (connection, cancellationToken) =>
            {
                runs++;
                await using var command = new PostModernCommand("CREATE TEMP TABLE made_at_start AS SELECT 8 AS n", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            })
            .Build();

        for (var i = 0; i < 2; i++)
        {
            await using var connection = await source.OpenConnectionAsync();
            Assert.Equal((8, 1), (await connection.ScalarAsync("SELECT n FROM made_at_start"), runs));
        }

        await using (var connection = await source.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("DROP TABLE made_at_start");
        }

        await using var last = await source.OpenConnectionAsync();
        Assert.Equal((8, 2), (await last.ScalarAsync("SELECT n FROM made_at_start"), runs));
    }

    [Fact]
    public async Task A_failing_initialiser_fails_the_opening()
    {
        await using var source = new PostModernDataSourceBuilder(server.ConnectionString)
            .UseConnectionInitializer((_, _) => throw new NotSupportedException("not today"))
            .Build();
        await using var connection = source.CreateConnection();

        Assert.Equal("not today", (await Assert.ThrowsAsync<NotSupportedException>(() => connection.OpenAsync())).Message);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Tokens_are_asked_for_at_each_login()
    {
        var asked = 0;
        await using var source = new PostModernDataSourceBuilder(server.ConnectionString)
            .UseTokenProvider(_ => ValueTask.FromResult($"wrong {++asked}"))
            .Build();

        for (var i = 1; i <= 2; i++)
        {
            var error = await Assert.ThrowsAsync<PostModernException>(async () => await source.OpenConnectionAsync());
            Assert.Equal((ErrorCode.Unauthenticated, i), (error.Code, asked));
        }
    }
}
