using PostModern.Arrow.Types;
using PostModern.Engine;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Server;

namespace PostModern.Tests.Server;

/// <summary>Two servers on one warehouse, with one signing key: a ticket of the first is good at the second.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-two-");
    private PostModernServer _first = null!;
    private PostModernServer _second = null!;

    public async Task InitializeAsync()
    {
        _first = await StartAsync(new byte[32]);
        _second = await StartAsync(new byte[32]);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_ticket_reads_the_version_that_it_was_planned_on_whoever_serves_it()
    {
        var (first, second) = (Connect(_first), Connect(_second));
        await first.ExecuteAsync("CREATE TABLE shared AS SELECT 1 AS n", null, default);
        var info = await first.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT n FROM shared" }, null, default);

        await second.ExecuteAsync("UPDATE shared SET n = 2", null, default);

        foreach (var client in new[] { second, first })
        {
            await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
            Assert.Equal([[1]], await stream.ReadAsync());
        }

        Assert.Equal(2, await first.ReadValueAsync("SELECT n FROM shared"));
    }

    [Fact]
    public async Task A_ticket_takes_its_sessions_options_along()
    {
        var (first, second) = (Connect(_first), Connect(_second));
        await first.ExecuteAsync("CREATE SCHEMA elsewhere", null, default);
        await first.ExecuteAsync("CREATE TABLE elsewhere.there AS SELECT 'far' AS word", null, default);
        await first.ExecuteAsync("USE elsewhere", null, default);
        var info = await first.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT word FROM there" }, null, default);

        await using var stream = await second.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);

        Assert.Equal([["far"]], await stream.ReadAsync());
        await Assert.ThrowsAsync<RpcException>(() => second.ReadAsync("SELECT word FROM there"));
    }

    [Fact]
    public async Task A_prepared_querys_ticket_takes_its_parameters_along()
    {
        var first = Connect(_first);
        var prepared = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(await first.ActAsync(
            ActionTypes.CreatePreparedStatement,
            FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = "SELECT concat(CAST(? AS VARCHAR), '!')" }), null, default));
        var command = new CommandPreparedStatementQuery { PreparedStatementHandle = prepared.PreparedStatementHandle };
        var schema = new Schema(new Field("1", ArrowTypes.Utf8));
        using var bound = MetadataBatch.FromRows(schema, [["bound"]]);
        using var later = MetadataBatch.FromRows(schema, [["later"]]);
        await first.PutAsync(command, bound, null, default);
        var info = await first.Flight.GetFlightInfoAsync(command, null, default);
        await first.PutAsync(command, later, null, default);

        foreach (var client in new[] { Connect(_second), first })
        {
            await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
            Assert.Equal([["bound!"]], await stream.ReadAsync());
        }
    }

    [Fact]
    public async Task Parameters_too_large_for_a_ticket_are_good_at_the_first_server_and_asked_for_again_at_the_second()
    {
        var first = Connect(_first);
        var prepared = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(await first.ActAsync(
            ActionTypes.CreatePreparedStatement,
            FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = "SELECT length(CAST(? AS VARCHAR))" }), null, default));
        var command = new CommandPreparedStatementQuery { PreparedStatementHandle = prepared.PreparedStatementHandle };
        using var bound = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Utf8)), [[new string('x', 20_000)]]);
        await first.PutAsync(command, bound, null, default);
        var info = await first.Flight.GetFlightInfoAsync(command, null, default);

        var error = await Assert.ThrowsAsync<RpcException>(() => Connect(_second).Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default));

        Assert.Equal(GrpcStatusCode.Aborted, error.Status);
        Assert.Contains("Plan the statement again", error.Message, StringComparison.Ordinal);
        await using var stream = await first.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
        Assert.Equal([[20_000L]], await stream.ReadAsync());
    }

    [Fact]
    public async Task A_server_with_another_key_refuses_the_ticket()
    {
        await using var stranger = await StartAsync(null);
        var info = await Connect(_first).Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT 1" }, null, default);

        var error = await Assert.ThrowsAsync<RpcException>(() => Connect(stranger).Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }

    private static FlightSqlClient Connect(PostModernServer server) => new(new FlightClient(server.Endpoint));

    private Task<PostModernServer> StartAsync(byte[]? key) => PostModernServer.StartAsync(
        new ServerOptions
        {
            Port = 0,
            SigningKey = key,
            Engine = new EngineOptions { Warehouse = _folder.FullName, CacheFolder = Path.Combine(Path.GetTempPath(), $"pm-cache-{Guid.NewGuid():N}"), Threads = 2 },
        },
        default);
}
