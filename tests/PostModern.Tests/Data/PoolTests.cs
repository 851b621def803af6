using PostModern.Arrow.Errors;
using PostModern.Data;
using PostModern.Tests.Server;

namespace PostModern.Tests.Data;

/// <summary>Sessions that wait for the next connection.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class PoolTests(LocalServer server)
{
    [Fact]
    public async Task A_closed_connections_session_serves_the_next_one()
    {
        await using var source = new PostModernDataSource(server.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await source.OpenConnectionAsync();
            Assert.Equal(0, source.Pool.Idle);
            Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
        }

        Assert.Equal(1, source.Pool.Idle);
    }

    [Theory]
    [InlineData("CREATE TEMP TABLE left_over AS SELECT 1 AS x", "FROM left_over")]
    [InlineData("BEGIN; CREATE TABLE left_open AS SELECT 1 AS x", "FROM left_open")]
    public async Task What_a_session_had_is_gone_for_the_next_connection(string before, string after)
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=1");
        await using (var connection = await source.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(before);
            await connection.ScalarAsync(after);
        }

        await using var next = await source.OpenConnectionAsync();
        await Assert.ThrowsAsync<PostModernException>(() => next.ScalarAsync(after));
    }

    [Fact]
    public async Task Options_are_reset_to_what_the_connection_string_says()
    {
        await using (var first = await server.ConnectAsync())
        {
            await first.ExecuteAsync("CREATE SCHEMA IF NOT EXISTS pooled; CREATE OR REPLACE TABLE pooled.t AS SELECT 5 AS n");
        }

        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=1;Schema=pooled");
        await using (var connection = await source.OpenConnectionAsync())
        {
            Assert.Equal(5, await connection.ScalarAsync("SELECT n FROM t"));
            await connection.ExecuteAsync("SET schema = 'main'");
            await Assert.ThrowsAsync<PostModernException>(() => connection.ScalarAsync("SELECT n FROM t"));
        }

        await using var next = await source.OpenConnectionAsync();
        Assert.Equal(5, await next.ScalarAsync("SELECT n FROM t"));
    }

    [Fact]
    public async Task A_connection_string_can_look_back()
    {
        await using (var connection = await server.ConnectAsync())
        {
            await connection.ExecuteAsync("CREATE OR REPLACE TABLE looked_back AS SELECT 1 AS n");
        }

        var then = DateTime.UtcNow;
        await Task.Delay(20);
        await using (var connection = await server.ConnectAsync())
        {
            await connection.ExecuteAsync("UPDATE looked_back SET n = 2");
            Assert.Equal(2, await connection.ScalarAsync("SELECT n FROM looked_back"));
        }

        await using var past = await server.ConnectAsync($";As Of={then:yyyy-MM-dd HH:mm:ss.ffffff}Z");
        Assert.Equal(1, await past.ScalarAsync("SELECT n FROM looked_back"));
    }

    [Theory]
    [InlineData(";Schema=no_such_schema")]
    [InlineData(";As Of=the other day")]
    public async Task What_a_session_cannot_begin_with_fails_the_opening(string more)
    {
        await using var connection = new PostModernConnection(server.ConnectionString + more);

        await Assert.ThrowsAsync<PostModernException>(() => connection.OpenAsync());
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task One_more_than_the_pool_may_have_waits_for_its_turn()
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=2;Timeout=10");
        var one = await source.OpenConnectionAsync();
        await using var two = await source.OpenConnectionAsync();
        var third = source.OpenConnectionAsync().AsTask();
        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(100)));
        await one.CloseAsync();

        await using var opened = await third;
        Assert.Equal(3, await opened.ScalarAsync("SELECT 3"));
    }

    [Fact]
    public async Task Waiting_ends_with_the_time_out_or_the_token_and_takes_no_place()
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=1;Timeout=1");
        await using (await source.OpenConnectionAsync())
        {
            var error = await Assert.ThrowsAsync<PostModernException>(async () => await source.OpenConnectionAsync());
            Assert.Equal(ErrorCode.Timeout, error.Code);
            Assert.Contains("Max Pool Size", error.Message, StringComparison.Ordinal);

            using var cancel = new CancellationTokenSource(100);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await source.OpenConnectionAsync(cancel.Token));
        }

        await using var next = await source.OpenConnectionAsync();
        Assert.Equal(1, await next.ScalarAsync("SELECT 1"));
    }

    [Fact]
    public async Task Many_connections_share_few_sessions()
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=4;Timeout=60");
        var sums = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await using var connection = await source.OpenConnectionAsync();
            return (int)(await connection.ScalarAsync($"SELECT {i}"))!;
        }));

        Assert.Equal(Enumerable.Range(0, 40), sums);
        Assert.InRange(source.Pool.Idle, 1, 4);
    }

    [Fact]
    public async Task Clearing_closes_the_idle_now_and_the_others_when_they_come_back()
    {
        await using var source = new PostModernDataSource(server.ConnectionString);
        var busy = await source.OpenConnectionAsync();
        await (await source.OpenConnectionAsync()).CloseAsync();
        Assert.Equal(1, source.Pool.Idle);

        await PostModernConnection.ClearPoolAsync(busy);
        Assert.Equal(0, source.Pool.Idle);
        Assert.Equal(1, await busy.ScalarAsync("SELECT 1"));
        await busy.CloseAsync();
        Assert.Equal(0, source.Pool.Idle);

        await (await source.OpenConnectionAsync()).CloseAsync();
        Assert.Equal(1, source.Pool.Idle);
        PostModernConnection.ClearAllPools();
        Assert.Equal(0, source.Pool.Idle);
    }

    [Fact]
    public async Task Old_sessions_are_used_no_further_and_idle_ones_closed()
    {
        await using var aged = new PostModernDataSource(server.ConnectionString + ";Connection Lifetime=1");
        await using (await aged.OpenConnectionAsync())
        {
            await Task.Delay(1100);
        }

        Assert.Equal(0, aged.Pool.Idle);
    }

    [Fact]
    public async Task Without_pooling_nothing_is_kept()
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Pooling=false");
        await using (var connection = await source.OpenConnectionAsync())
        {
            Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
        }

        Assert.Equal(0, source.Pool.Idle);
    }

    [Fact]
    public async Task A_disposed_data_source_keeps_nothing_that_comes_back()
    {
        var source = new PostModernDataSource(server.ConnectionString);
        var connection = await source.OpenConnectionAsync();
        await source.DisposeAsync();
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
        await connection.CloseAsync();

        Assert.Equal(0, source.Pool.Idle);
    }

    [Fact]
    public async Task No_thread_waits_for_a_connection()
    {
        await using var source = new PostModernDataSource(server.ConnectionString + ";Max Pool Size=1;Timeout=60");
        var first = await source.OpenConnectionAsync();
        var waiting = Enumerable.Range(0, 200).Select(_ => source.OpenConnectionAsync().AsTask()).ToList();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        // Were each of them to hold one of the pool's threads, this one would have to wait until they are given up.
        await Task.Run(() => { }).WaitAsync(TimeSpan.FromSeconds(20));

        await first.CloseAsync();
        foreach (var task in waiting)
        {
            await (await task).CloseAsync();
        }
    }

    [Fact]
    public async Task A_server_that_was_started_anew_is_met_again()
    {
        var first = await OwnServer.StartAsync(options => options);
        var port = first.Endpoint.Port;
        await using var source = new PostModernDataSource($"Host=127.0.0.1;Port={port};Timeout=5");
        await (await source.OpenConnectionAsync()).CloseAsync();
        Assert.Equal(1, source.Pool.Idle);
        await first.DisposeAsync();

        await using (var lost = await source.OpenConnectionAsync())
        {
            await Assert.ThrowsAsync<PostModernException>(() => lost.ScalarAsync("SELECT 1"));
        }

        Assert.Equal(0, source.Pool.Idle);
        await using var second = await OwnServer.StartAsync(options => options with { Port = port });
        await using var connection = await source.OpenConnectionAsync();
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }
}
