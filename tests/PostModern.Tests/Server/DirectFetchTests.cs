using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

/// <summary>A statement's command as the ticket of DoGet: one call instead of two.</summary>
public class DirectFetchTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_handshake_says_that_a_command_may_be_a_ticket()
    {
        var client = fixture.Connect();
        Assert.False(client.Flight.FetchesDirectly);

        await client.Flight.HandshakeAsync(null, null, null, default);

        Assert.True(client.Flight.FetchesDirectly);
        var (stream, rows) = await client.FetchAsync(new CommandStatementQuery { Query = "SELECT 42 AS n" }, null, default);
        await using (stream)
        {
            Assert.Equal([[42]], await stream.ReadAsync());
            Assert.Equal(-1, rows);
        }
    }

    [Fact]
    public async Task Without_the_handshakes_word_it_goes_the_usual_way()
    {
        var client = fixture.Connect();
        var (stream, rows) = await client.FetchAsync(new CommandStatementQuery { Query = "CREATE TABLE usual AS SELECT range AS n FROM range(3)" }, null, default);

        await using (stream)
        {
            Assert.Empty(await stream.ReadAsync());
        }

        Assert.Equal(3, rows);
    }

    [Fact]
    public async Task What_changes_rows_runs_once_and_counts_them()
    {
        var client = fixture.Connect();

        await using (var create = await DirectAsync(client, "CREATE TABLE direct AS SELECT range AS n FROM range(5)"))
        {
            Assert.Empty(await create.ReadAsync());
            Assert.Equal("5", create.Trailers[DirectFetch.RowsTrailer]);
        }

        await using (var insert = await DirectAsync(client, "INSERT INTO direct VALUES (7), (8) RETURNING n"))
        {
            Assert.Equal([[7L], [8L]], await insert.ReadAsync());
            Assert.Equal("2", insert.Trailers[DirectFetch.RowsTrailer]);
        }

        // Given up before its rows: it has run all the same.
        await (await DirectAsync(client, "INSERT INTO direct SELECT 9 FROM range(100000) RETURNING n")).DisposeAsync();

        Assert.Equal(100_007L, await client.ReadValueAsync("SELECT count(*) FROM direct"));
        Assert.Equal(3L, await client.ReadValueAsync("SELECT count(*) FROM pm.versions('direct')"));
    }

    [Fact]
    public async Task Failures_are_the_statements_own_and_scripts_answer_with_their_last()
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => DirectAsync(client, "SELECT nothing FROM nowhere"));
        await using var stream = await DirectAsync(client, "CREATE TEMP TABLE direct_script AS SELECT 1 AS n; SELECT n + 1 FROM direct_script");

        Assert.Contains(error.Status, new[] { GrpcStatusCode.InvalidArgument, GrpcStatusCode.NotFound });
        Assert.Equal([[2]], await stream.ReadAsync());
    }

    private static Task<PostModern.Flight.Client.FlightStream> DirectAsync(PostModern.Flight.Client.FlightSqlClient client, string sql) =>
        client.Flight.DoGetAsync(new Ticket { Ticket_ = FlightSqlCommand.Pack(new CommandStatementQuery { Query = sql }) }, null, default);
}
