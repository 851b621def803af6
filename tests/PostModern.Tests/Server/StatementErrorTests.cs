using System.Diagnostics;
using Google.Protobuf;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class StatementErrorTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    [Theory]
    [InlineData("SELEC 1", "SELEC")]
    [InlineData("SELECT nope", "nope")]
    [InlineData("FROM no_such_table", "no_such_table")]
    public async Task A_wrong_statement_says_what_is_wrong_and_the_session_works_on(string sql, string expected)
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => client.QueryAsync(sql, null, default));

        Assert.Contains(error.Status, new[] { GrpcStatusCode.InvalidArgument, GrpcStatusCode.NotFound });
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("exception_type", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_result_ends_it_with_the_error()
    {
        var client = fixture.Connect();
        await using var stream = await client.QueryAsync(
            "SELECT CASE WHEN i < 500000 THEN i ELSE error('row ' || i) END AS x FROM range(600000) r(i)", null, default);

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ReadAsync());

        Assert.Contains("row 5", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task Leaving_a_result_stops_the_query_and_the_session_works_on()
    {
        var client = fixture.Connect();
        var watch = Stopwatch.StartNew();
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await using var stream = await client.QueryAsync(Endless, null, leave.Token);
            await stream.ReadBatchAsync(leave.Token);
        });
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_deadline_stops_the_query()
    {
        var options = new GrpcCallOptions(Timeout: TimeSpan.FromMilliseconds(300));
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await using var stream = await client.QueryAsync(Endless, options, default);
            await stream.ReadBatchAsync(default);
        });

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task The_server_keeps_the_deadline_by_itself()
    {
        var headers = new Dictionary<string, string> { ["grpc-timeout"] = "300m" };

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await using var stream = await fixture.Connect().QueryAsync(Endless, new GrpcCallOptions(headers), default);
            await stream.ReadBatchAsync(default);
        });

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_from_another_call_stops_the_query(bool isOldForm)
    {
        var client = fixture.Connect();
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = Endless }, null, default);
        await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
        var reading = stream.ReadBatchAsync(default);

        await CancelAsync(client, info, isOldForm);

        var error = await Assert.ThrowsAsync<RpcException>(() => reading);
        Assert.Equal(GrpcStatusCode.Cancelled, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task What_has_ended_cant_be_cancelled()
    {
        var client = fixture.Connect();
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT 1" }, null, default);
        var body = new CancelFlightInfoRequest { Info = info }.ToByteString();

        var result = CancelFlightInfoResult.Parser.ParseFrom(await client.ActAsync(ActionTypes.CancelFlightInfo, body, null, default));

        Assert.Equal(CancelStatus.NotCancellable, result.Status);
    }

    [Fact]
    public async Task Substrait_plans_are_refused_clearly()
    {
        var client = fixture.Connect();
        var body = FlightSqlCommand.Pack(new ActionCreatePreparedSubstraitPlanRequest());

        RpcException[] errors =
        [
            await Assert.ThrowsAsync<RpcException>(() => client.ActAsync(ActionTypes.CreatePreparedSubstraitPlan, body, null, default)),
            await Assert.ThrowsAsync<RpcException>(() => client.Flight.GetFlightInfoAsync(new CommandStatementSubstraitPlan(), null, default)),
            await Assert.ThrowsAsync<RpcException>(() => client.UpdateAsync(new CommandStatementSubstraitPlan(), null, null, default)),
        ];

        Assert.All(errors, error => Assert.Equal(GrpcStatusCode.Unimplemented, error.Status));
        Assert.All(errors, error => Assert.Contains("SQL text", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_isnt_there_is_unavailable()
    {
        using var client = new PostModern.Flight.Client.FlightClient(new Uri("http://127.0.0.1:1"));

        var error = await Assert.ThrowsAsync<RpcException>(() => client.HandshakeAsync(null, null, null, default));

        Assert.Equal(GrpcStatusCode.Unavailable, error.Status);
    }

    private static async Task CancelAsync(PostModern.Flight.Client.FlightSqlClient client, FlightInfo info, bool isOldForm)
    {
        if (isOldForm)
        {
            var packed = FlightSqlCommand.Pack(new ActionCancelQueryRequest { Info = info.ToByteString() });
            var old = FlightSqlCommand.Unpack<ActionCancelQueryResult>(await client.ActAsync(ActionTypes.CancelQuery, packed, null, default));
            Assert.Equal(ActionCancelQueryResult.Types.CancelResult.Cancelled, old.Result);
            return;
        }

        var body = new CancelFlightInfoRequest { Info = info }.ToByteString();
        var result = CancelFlightInfoResult.Parser.ParseFrom(await client.ActAsync(ActionTypes.CancelFlightInfo, body, null, default));
        Assert.Equal(CancelStatus.Cancelled, result.Status);
    }
}
