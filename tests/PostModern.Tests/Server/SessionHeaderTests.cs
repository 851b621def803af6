using PostModern.Flight.Client;
using PostModern.Flight.Grpc;

namespace PostModern.Tests.Server;

public class SessionHeaderTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("database", "postmodern")]
    [InlineData("catalog", "PostModern")]
    [InlineData("catalog", "")]
    [InlineData("x-anything", "else")]
    public async Task Headers_that_fit_or_that_nobody_knows_change_nothing(string name, string value) =>
        Assert.Equal(1, await With(name, value).ReadValueAsync("SELECT 1"));

    [Theory]
    [InlineData("database")]
    [InlineData("catalog")]
    [InlineData("schema")]
    public async Task What_isnt_there_is_said_at_once(string name)
    {
        var client = With(name, "nowhere");

        var error = await Assert.ThrowsAsync<RpcException>(() => client.ReadValueAsync("SELECT 1"));

        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        client.Flight.Channel.Headers.TryRemove(name, out _);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_login_asks_for_its_catalog_too() =>
        Assert.Equal(
            GrpcStatusCode.NotFound,
            (await Assert.ThrowsAsync<RpcException>(() => With("catalog", "nowhere").Flight.HandshakeAsync("ada", "x", null, default))).Status);

    [Fact]
    public async Task A_session_starts_in_the_schema_that_it_asks_for()
    {
        await fixture.Connect().ExecuteAsync("CREATE SCHEMA sales", null, default);
        await fixture.Connect().ExecuteAsync("CREATE TABLE sales.orders AS SELECT 7 AS n", null, default);
        var client = With("schema", "sales");

        Assert.Equal(7, await client.ReadValueAsync("SELECT n FROM orders"));
        await client.ExecuteAsync("SET schema = 'main'", null, default);
        await Assert.ThrowsAsync<RpcException>(() => client.ReadValueAsync("SELECT n FROM orders"));
    }

    private FlightSqlClient With(string name, string value)
    {
        var client = fixture.Connect();
        client.Flight.Channel.Headers[name] = value;
        return client;
    }
}
