using System.Diagnostics;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Commands that tell how far they are.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ProgressTests(LocalServer server)
{
    private const string Endless = "SELECT count(*) AS n FROM range(10000000000) a(i), range(1000) b(j) WHERE i * j = 3";

    [Fact]
    public async Task Every_way_to_execute_reports_its_end()
    {
        await using var connection = await server.ConnectAsync();
        var steps = new Steps();
        await using var command = new PostModernCommand("SELECT @n + 1 AS n", connection) { Progress = steps };
        command.Parameters.AddWithValue("n", 41);

        Assert.Equal(42, await command.ExecuteScalarAsync());
        Assert.Equal(1, steps.Ends);
        await command.PrepareAsync();
        Assert.Equal(42, await command.ExecuteScalarAsync());
        Assert.Equal(2, steps.Ends);
        command.CommandText = "CREATE TEMP TABLE progressing (n BIGINT); INSERT INTO progressing SELECT range FROM range(1000); INSERT INTO progressing VALUES (@n)";
        Assert.Equal(1001, await command.ExecuteNonQueryAsync());
        Assert.Equal(5, steps.Ends);
        command.CommandText = "SELECT n FROM progressing";
        var rows = 0;
        await foreach (var batch in command.ExecuteArrowAsync())
        {
            rows += batch.Length;
            batch.Dispose();
        }

        Assert.Equal((1001, 6), (rows, steps.Ends));
    }

    [Fact]
    public async Task A_failure_is_the_statements_own()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT error('stop here')", connection) { Progress = new Steps() };

        var error = await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteScalarAsync());

        Assert.Contains("stop here", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(905)]
    [InlineData(910)]
    [InlineData(1500)]
    public async Task Cancelling_stops_the_work_before_and_after_the_first_answer(int milliseconds)
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE mine AS SELECT 1 AS x");
        using var source = new CancellationTokenSource();
        await using var command = new PostModernCommand(Endless, connection) { Progress = new Steps() };
        var running = command.ExecuteScalarAsync(source.Token);
        await Task.Delay(milliseconds + 100);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
        await AssertIdleAsync(connection);
    }

    [Fact]
    public async Task A_time_out_counts_the_whole_run()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE mine AS SELECT 1 AS x");
        await using var command = new PostModernCommand(Endless, connection) { Progress = new Steps(), CommandTimeout = 2 };

        var error = await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteScalarAsync());

        Assert.Equal(ErrorCode.Timeout, error.Code);
        await AssertIdleAsync(connection);
    }

    // The session's temporary tables are seen again when what ran on its own connection has ended.
    private static async Task AssertIdleAsync(PostModernConnection connection)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                Assert.Equal(1, await connection.ScalarAsync("SELECT x FROM mine"));
                return;
            }
            catch (PostModernException) when (watch.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50);
            }
        }
    }

    private sealed class Steps : IProgress<double>
    {
        private double _last;

        public int Ends { get; private set; }

        public void Report(double value)
        {
            Assert.InRange(value, _last == 1 ? 0 : _last, 1);
            _last = value;
            Ends += value == 1 ? 1 : 0;
        }
    }
}
