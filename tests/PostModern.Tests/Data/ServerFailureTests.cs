using System.Diagnostics;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Whatever goes wrong, or is stopped: the caller hears what it was, and the connection works afterwards.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ServerFailureTests(LocalServer server)
{
    // Minutes of work before the first row, so that only an interrupt ends it soon.
    private const string Endless = "SELECT sum(a.range % (b.range + 1)) FROM range(1000000) a, range(1000000) b";

    [Fact]
    public async Task A_syntax_error_is_a_PostModernException()
    {
        await using var connection = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<PostModernException>(() => RunAsync(connection, "SELEC 1"));

        Assert.Equal((ErrorCode.InvalidInput, "42000"), (error.Code, error.SqlState));
        Assert.Contains("SELEC", error.Message, StringComparison.Ordinal);
        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task An_error_among_the_rows_is_thrown_where_it_happens()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand(
            "SELECT CASE WHEN range < 900000 THEN 1 ELSE error('at the end') END FROM range(1000000)", connection);

        var error = await Assert.ThrowsAsync<PostModernException>(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
            }
        });

        Assert.Contains("at the end", error.Message, StringComparison.Ordinal);
        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task Cancelling_the_token_stops_the_query_and_leaves_the_connection_usable()
    {
        await using var connection = await server.ConnectAsync();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(connection, Endless, source.Token));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task Cancel_from_another_thread_stops_the_query_and_leaves_the_connection_usable()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand(Endless, connection);
        var running = command.ExecuteScalarAsync();
        await Task.Delay(300);
        command.Cancel();

        var error = await Assert.ThrowsAsync<PostModernException>(() => running);
        Assert.Equal((ErrorCode.Cancelled, "57014"), (error.Code, error.SqlState));
        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_stopped_and_leaves_the_connection_usable()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand(Endless, connection) { CommandTimeout = 1 };

        var error = await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteScalarAsync());
        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.IsType<TimeoutException>(error.InnerException);
        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task Cancelling_between_rows_stops_the_reader_and_leaves_the_connection_usable()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT range FROM range(1000000000)", connection);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            command.Cancel();
            await Assert.ThrowsAsync<PostModernException>(async () =>
            {
                while (await reader.ReadAsync())
                {
                }
            });
        }

        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task A_reader_that_is_disposed_early_stops_its_query()
    {
        await using var connection = await server.ConnectAsync();
        await using (var command = new PostModernCommand("SELECT range FROM range(100000000000)", connection))
        {
            await using var reader = await command.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
        }

        await AssertWorksAsync(connection);
    }

    [Fact]
    public async Task A_change_can_be_cancelled_too()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand($"CREATE TEMP TABLE slow AS {Endless}", connection) { CommandTimeout = 1 };

        await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteNonQueryAsync());
        await AssertWorksAsync(connection);
    }

    private static async Task AssertWorksAsync(PostModernConnection connection)
    {
        await using var command = new PostModernCommand("SELECT 42", connection);
        Assert.Equal(42, await command.ExecuteScalarAsync());
    }

    private static async Task RunAsync(PostModernConnection connection, string sql, CancellationToken cancellationToken = default)
    {
        await using var command = new PostModernCommand(sql, connection);
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
