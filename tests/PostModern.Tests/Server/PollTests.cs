using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class PollTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    internal const string Endless = "SELECT count(*) AS n FROM range(10000000000) a(i), range(1000) b(j) WHERE i * j = 3";

    [Fact]
    public async Task The_last_poll_says_where_the_result_is_and_for_how_long()
    {
        var client = fixture.Connect();

        var poll = await PollToEndAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "SELECT 42 AS n, 'x' AS t" }));

        Assert.Null(poll.FlightDescriptor);
        Assert.Equal(1, poll.Progress);
        Assert.InRange(poll.ExpirationTime.ToDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
        await using var stream = await client.Flight.DoGetAsync(poll.Info.Endpoint[0].Ticket, null, default);
        Assert.Equal(poll.Info.Schema.ToByteArray(), SchemaMessage.EncodeEncapsulated(stream.Schema));
        Assert.Equal([[42, "x"]], await stream.ReadAsync());
    }

    [Fact]
    public async Task A_long_query_tells_how_far_it_is_and_its_result_can_be_fetched_twice()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TEMP TABLE long_one AS SELECT range AS i FROM range(2000000)", null, default);
        var (work, progress, ticket) = (8L, new List<double>(), new Ticket());
        while (!progress.Exists(fraction => fraction is > 0 and < 1) && work < 1 << 20)
        {
            // However fast the machine is, at some size it can be watched.
            work *= 2;
            var query = $"SELECT count(*) AS n FROM long_one WHERE list_sum(list_transform(range({work}), x -> x * i)) >= 0";
            progress = [];
            var poll = await PollToEndAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = query }), progress);
            ticket = poll.Info.Endpoint[0].Ticket;
        }

        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1]);
        Assert.Contains(progress, fraction => fraction is > 0 and < 1);
        for (var i = 0; i < 2; i++)
        {
            await using var stream = await client.Flight.DoGetAsync(ticket, null, default);
            Assert.Equal([[2_000_000L]], await stream.ReadAsync());
        }
    }

    [Fact]
    public async Task A_statement_that_changes_something_is_run_once_and_its_count_comes_with_the_last_poll()
    {
        var client = fixture.Connect();
        var poll = await PollToEndAsync(
            client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "CREATE TABLE polled AS SELECT range AS n FROM range(5)" }));

        Assert.Equal(5, poll.Info.TotalRecords);
        await using var stream = await client.Flight.DoGetAsync(poll.Info.Endpoint[0].Ticket, null, default);
        Assert.Empty(await stream.ReadAsync());
        Assert.Equal(1L, await client.ReadValueAsync("SELECT count(*) FROM pm.versions('polled')"));
    }

    [Fact]
    public async Task A_prepared_query_can_be_polled_with_its_parameters()
    {
        var client = fixture.Connect();
        var prepared = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(await client.ActAsync(
            ActionTypes.CreatePreparedStatement,
            FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = "SELECT CAST(? AS INTEGER) + 1" }), null, default));
        var command = new CommandPreparedStatementQuery { PreparedStatementHandle = prepared.PreparedStatementHandle };
        using var parameters = MetadataBatch.FromRows(new(new PostModern.Arrow.Types.Field("1", PostModern.Arrow.Types.ArrowTypes.Int32)), [[41]]);
        await client.PutAsync(command, parameters, null, default);

        var poll = await PollToEndAsync(client, FlightSqlCommand.ToDescriptor(command));

        await using var stream = await client.Flight.DoGetAsync(poll.Info.Endpoint[0].Ticket, null, default);
        Assert.Equal([[42]], await stream.ReadAsync());
    }

    [Fact]
    public async Task A_failing_query_fails_its_poll()
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => PollToEndAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "SELECT CAST('x' AS INTEGER)" })));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task What_is_being_polled_can_be_cancelled_by_its_info()
    {
        var client = fixture.Connect();
        var poll = await PollAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = Endless }));
        Assert.Empty(poll.Info.Endpoint);

        var status = await CancelAsync(client, null, poll.Info);
        var error = await Assert.ThrowsAsync<RpcException>(() => PollAsync(client, poll.FlightDescriptor));

        Assert.Equal(CancelStatus.Cancelled, status);
        Assert.Equal(GrpcStatusCode.Cancelled, error.Status);
    }

    [Fact]
    public async Task What_its_client_has_named_can_be_cancelled_without_an_answer()
    {
        var (client, stranger) = (fixture.Connect(), fixture.Connect());
        var named = GrpcCallOptions.Default.With(StatementName.Header, Guid.NewGuid().ToString());
        var descriptor = FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = Endless });
        var poll = await client.Flight.PollFlightInfoAsync(descriptor, named, default);

        var again = await Assert.ThrowsAsync<RpcException>(() => client.Flight.PollFlightInfoAsync(descriptor, named, default));
        var byOther = await CancelAsync(stranger, named);
        var byOwner = await CancelAsync(client, named);
        var error = await Assert.ThrowsAsync<RpcException>(() => PollAsync(client, poll.FlightDescriptor));

        Assert.Equal(GrpcStatusCode.AlreadyExists, again.Status);
        Assert.Equal((CancelStatus.NotCancellable, CancelStatus.Cancelled), (byOther, byOwner));
        Assert.Equal(GrpcStatusCode.Cancelled, error.Status);
    }

    [Fact]
    public async Task A_name_that_is_no_guid_is_refused()
    {
        var client = fixture.Connect();
        var named = GrpcCallOptions.Default.With(StatementName.Header, "mine");
        var descriptor = FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "SELECT 1" });

        var error = await Assert.ThrowsAsync<RpcException>(() => client.Flight.PollFlightInfoAsync(descriptor, named, default));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains("postmodern-statement is 'mine'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_is_complete_at_once_and_a_poll_of_nothing_is_not_found()
    {
        var client = fixture.Connect();
        var poll = await PollAsync(client, FlightSqlCommand.ToDescriptor(new CommandGetTableTypes()));
        var running = await PollAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = Endless }));

        var error = await Assert.ThrowsAsync<RpcException>(() => PollAsync(fixture.Connect(), running.FlightDescriptor));

        Assert.Null(poll.FlightDescriptor);
        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
        await CancelAsync(client, null, running.Info);
    }

    [Fact]
    public async Task An_endpoint_of_a_polled_result_can_be_renewed_and_others_never_expire()
    {
        var client = fixture.Connect();
        var poll = await PollToEndAsync(client, FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "SELECT 1" }));
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT 1" }, null, default);

        var renewed = await RenewAsync(client, poll.Info.Endpoint[0]);

        Assert.True(renewed.ExpirationTime >= poll.Info.Endpoint[0].ExpirationTime);
        Assert.Equal(poll.Info.Endpoint[0].Ticket, renewed.Ticket);
        Assert.Null((await RenewAsync(client, info.Endpoint[0])).ExpirationTime);
    }

    private static async Task<PollInfo> PollToEndAsync(FlightSqlClient client, FlightDescriptor descriptor, List<double>? progress = null)
    {
        while (true)
        {
            var poll = await PollAsync(client, descriptor);
            progress?.Add(poll.Progress);
            if (poll.FlightDescriptor is null)
            {
                return poll;
            }

            descriptor = poll.FlightDescriptor;
        }
    }

    private static Task<PollInfo> PollAsync(FlightSqlClient client, FlightDescriptor descriptor) =>
        client.Flight.Channel.UnaryAsync(FlightMethods.PollFlightInfo, descriptor, PollInfo.Parser, null, default);

    private static async Task<CancelStatus> CancelAsync(FlightSqlClient client, GrpcCallOptions? options, FlightInfo? info = null)
    {
        var body = new CancelFlightInfoRequest { Info = info ?? new FlightInfo() }.ToByteString();
        return CancelFlightInfoResult.Parser.ParseFrom(await client.ActAsync(ActionTypes.CancelFlightInfo, body, options, default)).Status;
    }

    private static async Task<FlightEndpoint> RenewAsync(FlightSqlClient client, FlightEndpoint endpoint) =>
        FlightEndpoint.Parser.ParseFrom(await client.ActAsync(
            ActionTypes.RenewFlightEndpoint, new RenewFlightEndpointRequest { Endpoint = endpoint }.ToByteString(), null, default));
}
