using System.Diagnostics;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server;

public class LoginTests
{
    private const string MakeTemporary = "CREATE TEMPORARY TABLE mine AS SELECT 1 AS n";
    private const string ReadTemporary = "SELECT n FROM mine";

    private static readonly string ApiToken = ApiTokenHash.NewToken();

    private static readonly UserList Users = UserList.Parse(
        $"ada:{PasswordHash.Create("secret")}\nbob:{PasswordHash.Create("secret too")}\npbi:{ApiTokenHash.Create(ApiToken)}", "users");

    [Fact]
    public async Task A_password_logs_in_and_a_wrong_one_does_not()
    {
        await using var server = await StartAsync();
        var client = server.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => client.Flight.HandshakeAsync("ada", "wrong", null, default));
        await client.Flight.HandshakeAsync("ada", "secret", null, default);

        Assert.Equal(GrpcStatusCode.Unauthenticated, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YWRhOndyb25n")]
    [InlineData("Bearer wrong")]
    public async Task Nothing_works_without_a_login(string? authorization)
    {
        await using var server = await StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => server.Connect(authorization).ReadValueAsync("SELECT 1"));

        Assert.Equal(GrpcStatusCode.Unauthenticated, error.Status);
    }

    [Fact]
    public async Task A_password_with_every_call_is_checked_slowly_once()
    {
        await using var server = await StartAsync();
        var client = server.Connect(BasicCredentials.Encode("ada", "secret"));
        await client.ExecuteAsync(MakeTemporary, null, default);
        var watch = Stopwatch.StartNew();
        PasswordHash.Create("one more");
        var slow = watch.Elapsed;
        watch.Restart();

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(1, await client.ReadValueAsync(ReadTemporary));
        }

        // Each reads with two calls.
        Assert.True(watch.Elapsed < slow * 30, $"60 calls took {watch.Elapsed}, one check {slow}");
    }

    [Fact]
    public async Task An_API_token_works_with_every_call_and_logs_in()
    {
        await using var server = await StartAsync();
        var direct = server.Connect("Bearer " + ApiToken);
        var logged = server.Connect("Bearer " + ApiToken);
        await logged.Flight.HandshakeAsync(null, null, null, default);

        Assert.Equal(1, await direct.ReadValueAsync("SELECT 1"));
        Assert.Equal(1, await logged.ReadValueAsync("SELECT 1"));
        Assert.NotEqual("Bearer " + ApiToken, logged.Flight.Channel.Headers["authorization"]);
    }

    [Fact]
    public async Task A_cookie_opens_its_users_session_and_nobody_elses()
    {
        await using var server = await StartAsync();
        var ada = server.Connect(BasicCredentials.Encode("ada", "secret"));
        var cookie = await TakeCookieAsync(ada.Flight.Channel);
        ada.Flight.Channel.Headers["cookie"] = cookie;
        await ada.ExecuteAsync(MakeTemporary, null, default);
        var again = server.Connect(BasicCredentials.Encode("ada", "secret"));
        var bob = server.Connect(BasicCredentials.Encode("bob", "secret too"));
        again.Flight.Channel.Headers["cookie"] = bob.Flight.Channel.Headers["cookie"] = cookie;

        Assert.Equal(1, await again.ReadValueAsync(ReadTemporary));
        Assert.Equal(GrpcStatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => bob.ReadValueAsync(ReadTemporary))).Status);
        Assert.Equal(2, await bob.ReadValueAsync("SELECT 2"));
    }

    [Fact]
    public async Task Two_users_of_one_connection_have_two_sessions()
    {
        await using var server = await StartAsync();
        var client = server.Connect(BasicCredentials.Encode("ada", "secret"));
        await client.ExecuteAsync(MakeTemporary, null, default);

        client.Flight.Channel.Headers["authorization"] = BasicCredentials.Encode("bob", "secret too");

        await Assert.ThrowsAsync<RpcException>(() => client.ReadValueAsync(ReadTemporary));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_outlives_a_restart_when_the_key_does(bool hasKey)
    {
        var key = hasKey ? new byte[32] : null;
        string token;
        await using (var first = await StartAsync(key))
        {
            var client = first.Connect();
            await client.Flight.HandshakeAsync("ada", "secret", null, default);
            token = client.Flight.Channel.Headers["authorization"];
        }

        await using var second = await StartAsync(key);
        var read = second.Connect(token).ReadValueAsync("SELECT 1");

        if (hasKey)
        {
            Assert.Equal(1, await read);
        }
        else
        {
            Assert.Equal(GrpcStatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => read)).Status);
        }
    }

    [Fact]
    public async Task A_key_that_could_be_guessed_is_refused()
    {
        var error = await Assert.ThrowsAsync<PostModern.Arrow.Errors.ServerException>(() => StartAsync(new byte[31]));

        Assert.Contains("31 bytes", error.Message, StringComparison.Ordinal);
    }

    private static Task<OwnServer> StartAsync(byte[]? key = null) =>
        OwnServer.StartAsync(options => options with { Users = Users, SigningKey = key });

    private static async Task<string> TakeCookieAsync(GrpcChannel channel)
    {
        var any = FlightSqlCommand.ToDescriptor(new CommandGetTableTypes());
        await using var response = await channel.ServerStreamingAsync(FlightMethods.GetFlightInfo, any, null, default);
        return response.Headers["set-cookie"].Split(';')[0];
    }
}
