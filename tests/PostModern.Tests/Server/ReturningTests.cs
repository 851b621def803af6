using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Testing;

namespace PostModern.Tests.Server;

/// <summary>A change with RETURNING is a query to clients, and runs once.</summary>
public class ReturningTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task It_runs_with_GetFlightInfo_and_its_rows_are_fetched_once()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE returned_once (n INTEGER)");
        var insert = new CommandStatementQuery { Query = "INSERT INTO returned_once VALUES (1), (2) RETURNING n * 10 AS tens" };

        var info = await client.Flight.GetFlightInfoAsync(insert, null, default);
        Assert.Equal(2L, await client.ReadValueAsync("SELECT count(*) FROM returned_once"));
        Assert.Equal(2, info.TotalRecords);

        await using (var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default))
        {
            Assert.Equal(["tens"], stream.Schema.Fields.Select(f => f.Name));
            Assert.Equal([[10], [20]], await stream.ReadAsync());
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default));
        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
        Assert.Contains("will not run again", error.Message, StringComparison.Ordinal);
        Assert.Equal(2L, await client.ReadValueAsync("SELECT count(*) FROM returned_once"));
    }

    [Fact]
    public async Task As_an_update_it_gives_the_count_and_drops_the_rows()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE returned_count AS SELECT * FROM range(5)");

        Assert.Equal(3, await client.ExecuteAsync("DELETE FROM returned_count WHERE range > 1 RETURNING *", null, default));
        Assert.Equal(2L, await client.ReadValueAsync("SELECT count(*) FROM returned_count"));
    }

    [Fact]
    public async Task A_prepared_one_runs_with_its_parameters_once_an_execution()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE returned_prepared (n BIGINT, word VARCHAR)");
        var prepared = await client.PrepareAsync("INSERT INTO returned_prepared VALUES (?, ?) RETURNING word, n", null, default);
        Assert.Equal(["word", "n"], prepared.Schema.Fields.Select(f => f.Name));

        for (var run = 1L; run <= 2; run++)
        {
            using var values = Engine.Values.Row(run, "w");
            await using var stream = await prepared.QueryAsync(values, null, default);
            Assert.Equal([["w", run]], await stream.ReadAsync());
        }

        Assert.Equal(2L, await client.ReadValueAsync("SELECT count(*) FROM returned_prepared"));
    }

    [SlowFact]
    public async Task Results_that_nobody_fetches_are_forgotten_in_time()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE returned_often AS SELECT 0 AS n");
        for (var run = 0; run < 70; run++)
        {
            await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "UPDATE returned_often SET n = n + 1 RETURNING n" }, null, default);
        }

        Assert.Equal(70, await client.ReadValueAsync("SELECT n FROM returned_often"));
    }

    [Fact]
    public async Task A_failing_one_says_why_and_the_session_works_on()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE returned_failing AS SELECT 1 AS n");

        var error = await Assert.ThrowsAsync<RpcException>(() => client.ReadAsync("DELETE FROM returned_failing RETURNING error('no, ' || n)"));

        Assert.Contains("no, 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await client.ReadValueAsync("SELECT count(*) FROM returned_failing"));
    }
}
