using Google.Protobuf;
using PostModern.Arrow.Types;
using PostModern.Flight.Client;
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

    [Fact]
    public async Task Parameters_come_along_by_name()
    {
        var client = fixture.Connect();

        await using (var query = await BoundAsync(client, "SELECT $first || '-' || $Second AS t", ("second", "b"), ("first", "a")))
        {
            Assert.Equal([["a-b"]], await query.ReadAsync());
        }

        await using (var open = await BoundAsync(client, "SELECT $n AS n", ("n", 5L)))
        {
            Assert.Equal([[5L]], await open.ReadAsync());
        }

        await using (var create = await BoundAsync(client, "CREATE TABLE direct_bound AS SELECT $1 AS t FROM range($2)", ("1", "x"), ("2", 3L)))
        {
            Assert.Empty(await create.ReadAsync());
            Assert.Equal("3", create.Trailers[DirectFetch.RowsTrailer]);
        }

        Assert.Equal(3L, await client.ReadValueAsync("SELECT count(*) FROM direct_bound WHERE t = 'x'"));
    }

    [Fact]
    public async Task Wrong_parameters_are_refused_and_the_session_works_afterwards()
    {
        var client = fixture.Connect();
        var damaged = new CommandBoundStatement { Query = "SELECT $1", Parameters = ByteString.CopyFromUtf8("no Arrow stream at all") };

        var missing = await Assert.ThrowsAsync<RpcException>(() => BoundAsync(client, "SELECT $a || $b", ("a", "x")));
        var tooMany = await Assert.ThrowsAsync<RpcException>(() => BoundAsync(client, "SELECT $1", ("1", "x"), ("2", "y")));
        var broken = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(client, damaged));

        Assert.Equal(GrpcStatusCode.InvalidArgument, missing.Status);
        Assert.Equal(GrpcStatusCode.InvalidArgument, tooMany.Status);
        Assert.Equal(GrpcStatusCode.InvalidArgument, broken.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    private static Task<FlightStream> DirectAsync(FlightSqlClient client, string sql) => FetchAsync(client, new CommandStatementQuery { Query = sql });

    private static async Task<FlightStream> BoundAsync(FlightSqlClient client, string sql, params (string Name, object Value)[] parameters)
    {
        var schema = new Schema(parameters.Select(p => new Field(p.Name, p.Value is long ? ArrowTypes.Int64 : ArrowTypes.Utf8)));
        using var batch = MetadataBatch.FromRows(schema, [[.. parameters.Select(p => p.Value)]]);
        var bytes = UnsafeByteOperations.UnsafeWrap(await ParameterBytes.EncodeAsync(batch));
        return await FetchAsync(client, new CommandBoundStatement { Query = sql, Parameters = bytes });
    }

    private static Task<FlightStream> FetchAsync(FlightSqlClient client, IMessage command) =>
        client.Flight.DoGetAsync(new Ticket { Ticket_ = FlightSqlCommand.Pack(command) }, null, default);
}
