using System.Diagnostics;
using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;

namespace PostModern.Tests.Engine;

public class SessionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Statements_run_beside_a_result_that_is_being_read()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var statement = await session.PrepareAsync("SELECT * FROM range(1000000)", default);
        await using var result = await statement.ExecuteAsync(null, default);
        await using var batches = result.ReadBatchesAsync().GetAsyncEnumerator();
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
        long rows = 0;
        do
        {
            rows += batches.Current.Length;
            batches.Current.Dispose();
        }
        while (await batches.MoveNextAsync());
        Assert.Equal(1_000_000, rows);
    }

    [Fact]
    public async Task Progress_never_goes_back_not_even_at_the_end()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TEMP TABLE watched AS SELECT range AS i FROM range(3000000)");
        for (var run = 0; run < 2; run++)
        {
            var progress = new StatementProgress();
            var told = new List<double>();
            await using (var statement = await session.PrepareAsync("SELECT i FROM watched", default))
            await using (var result = await statement.ExecuteAsync(null, progress, default))
            {
                await foreach (var batch in result.ReadBatchesAsync())
                {
                    batch.Dispose();
                    told.Add(progress.Fraction ?? 0);
                }
            }

            told.Add(progress.Fraction ?? 0);
            Assert.Equal(told.Order(), told);
            Assert.True(told[0] < 0.5, $"The first batch of run {run} is said to be {told[0]} of all.");
            Assert.True(told[^1] > 0.5, $"After all rows it tells {told[^1]}.");
        }
    }

    [Fact]
    public async Task Cancelling_a_query_leaves_the_session_usable()
    {
        await using var session = fixture.Engine.OpenSession();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.RunAsync("SELECT count(*) FROM range(100000000) AS a(x), range(1000) AS b(y) WHERE (x * y) % 7 = 3", null, cancel.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    [Theory]
    [InlineData("SELEC 1", ErrorCode.InvalidInput)]
    [InlineData("", ErrorCode.InvalidInput)]
    [InlineData("SELECT 'open", ErrorCode.InvalidInput)]
    [InlineData("SELECT 1; SELECT 2", ErrorCode.Unsupported)]
    [InlineData("SELECT * FROM nowhere AS OF VERSION 1", ErrorCode.NotFound)]
    [InlineData("SELECT * FROM files('no/such/root/*.jpg')", ErrorCode.NotFound)]
    [InlineData("SELECT $1::INTEGER", ErrorCode.InvalidInput)]
    public async Task Mistakes_are_told_apart_and_the_session_works_afterwards(string sql, ErrorCode code)
    {
        await using var session = fixture.Engine.OpenSession();
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(sql));
        Assert.Equal(code, error.Code);
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    [Fact]
    public async Task Sessions_keep_their_temporary_tables_to_themselves()
    {
        await using var one = fixture.Engine.OpenSession();
        await using var two = fixture.Engine.OpenSession();
        await one.RunAsync("CREATE TEMP TABLE mine AS SELECT 1 AS n");
        Assert.Equal(["1"], await one.RunAsync("FROM mine"));
        await Assert.ThrowsAsync<ServerException>(() => two.RunAsync("FROM mine"));
    }
}
