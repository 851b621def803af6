using Google.Protobuf;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class SessionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string MakeTemporary = "CREATE TEMPORARY TABLE mine AS SELECT 1 AS n";
    private const string ReadTemporary = "SELECT n FROM mine";

    [Fact]
    public async Task Two_connections_have_two_sessions()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync(MakeTemporary, null, default);

        Assert.Equal(1, await client.ReadValueAsync(ReadTemporary));
        await Assert.ThrowsAsync<RpcException>(() => fixture.Connect().ReadValueAsync(ReadTemporary));
    }

    [Fact]
    public async Task A_token_carries_the_session_to_another_connection()
    {
        var first = await fixture.LogInAsync();
        await first.ExecuteAsync(MakeTemporary, null, default);
        var second = fixture.Connect();
        second.Flight.Channel.Headers["authorization"] = first.Flight.Channel.Headers["authorization"];

        first.Flight.Dispose();

        Assert.Equal(1, await second.ReadValueAsync(ReadTemporary));
        await Assert.ThrowsAsync<RpcException>(async () => await (await fixture.LogInAsync()).ReadValueAsync(ReadTemporary));
    }

    [Fact]
    public async Task A_cookie_carries_the_session_to_another_connection()
    {
        using var channel = new GrpcChannel(fixture.Server.Endpoint);
        var any = new CommandGetTableTypes();
        await using var response = await channel.ServerStreamingAsync(
            FlightMethods.GetFlightInfo, FlightSqlCommand.ToDescriptor(any), null, default);
        var cookie = response.Headers["set-cookie"].Split(';')[0];
        var first = fixture.Connect();
        first.Flight.Channel.Headers["cookie"] = cookie;
        await first.ExecuteAsync(MakeTemporary, null, default);
        var second = fixture.Connect();
        second.Flight.Channel.Headers["cookie"] = cookie;

        first.Flight.Dispose();

        Assert.Equal(1, await second.ReadValueAsync(ReadTemporary));
    }

    [Fact]
    public async Task A_closed_session_is_gone_and_the_client_may_begin_another()
    {
        var client = await fixture.LogInAsync();
        await client.ExecuteAsync(MakeTemporary, null, default);

        await client.CloseSessionAsync(default);

        await Assert.ThrowsAsync<RpcException>(() => client.ReadValueAsync(ReadTemporary));
        Assert.Equal(2, await client.ReadValueAsync("SELECT 2"));
    }

    [Fact]
    public async Task A_handshake_sends_its_token_before_it_is_asked_anything()
    {
        using var channel = new GrpcChannel(fixture.Server.Endpoint);
        await using var call = channel.Duplex(FlightMethods.Handshake, null, default);

        await using var response = await call.ResponseAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.StartsWith("Bearer ", response.Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_handshake_request_gets_one_answer_and_the_token_is_in_the_trailers_too()
    {
        using var channel = new GrpcChannel(fixture.Server.Endpoint);
        await using var call = channel.Duplex(FlightMethods.Handshake, null, default);
        var output = await call.OutputAsync();
        output.WriteMessage(new HandshakeRequest());
        await output.FlushAsync();
        call.CloseOutput();

        await using var response = await call.ResponseAsync();

        Assert.NotNull(await response.ReadAsync(HandshakeResponse.Parser, default));
        Assert.Null(await response.ReadAsync(HandshakeResponse.Parser, default));
        Assert.Equal(response.Headers["authorization"], response.Trailers["authorization"]);
    }

    [Fact]
    public async Task A_bad_token_is_refused()
    {
        var client = fixture.Connect();
        client.Flight.Channel.Headers["authorization"] = "Bearer wrong";

        var error = await Assert.ThrowsAsync<RpcException>(() => client.ReadValueAsync("SELECT 1"));

        Assert.Equal(GrpcStatusCode.Unauthenticated, error.Status);
    }

    [Fact]
    public async Task Options_that_cant_be_set_are_listed_and_the_call_succeeds()
    {
        var request = new SetSessionOptionsRequest
        {
            SessionOptions =
            {
                ["catalog"] = new SessionOptionValue { StringValue = "postmodern" },
                ["schema"] = new SessionOptionValue { StringValue = "nowhere" },
                ["colour"] = new SessionOptionValue { StringValue = "blue" },
            },
        };

        var body = await fixture.Connect().ActAsync(ActionTypes.SetSessionOptions, request.ToByteString(), null, default);
        var errors = SetSessionOptionsResult.Parser.ParseFrom(body).Errors;

        Assert.Equal(["colour", "schema"], errors.Keys.Order());
        Assert.Equal(SetSessionOptionsResult.Types.ErrorValue.InvalidName, errors["colour"].Value);
        Assert.Equal(SetSessionOptionsResult.Types.ErrorValue.InvalidValue, errors["schema"].Value);
    }

    [Fact]
    public async Task Options_can_be_read()
    {
        var body = await fixture.Connect().ActAsync(ActionTypes.GetSessionOptions, ByteString.Empty, null, default);

        var options = GetSessionOptionsResult.Parser.ParseFrom(body).SessionOptions;

        Assert.Equal("postmodern", options["catalog"].StringValue);
        Assert.Equal("main", options["schema"].StringValue);
    }
}
