using System.Text.Json;

namespace PostModern.Specs.ForeignClients;

/// <summary>What gRPC's rules ask of a server, seen by its JavaScript library and by bare HTTP/2.</summary>
public sealed class WireTests(WireFixture fixture) : IClassFixture<WireFixture>
{
    [Fact]
    public async Task Errors_are_told_to_people_and_to_programs()
    {
        var long100K = "SELECT error(repeat('x', 100000))";
        var seen = await NodeScript.RunAsync("errors.mjs", fixture.Port, "SELEC 1", "SELECT error(E'100%\\nzwölf 🚗')", long100K, "SELECT 1 AS one");

        AssertError(seen[0], "INVALID_ARGUMENT", "SELEC", """{"sqlstate":"42000","position":"1"}""");
        AssertError(seen[1], "INVALID_ARGUMENT", "100%\nzwölf 🚗", """{"sqlstate":"42000"}""");
        AssertError(seen[2], "INVALID_ARGUMENT", new string('x', 1000), """{"sqlstate":"42000"}""");
        Assert.Equal("""[{"one":1}]""", seen[3].GetRawText());
    }

    [Fact]
    public async Task An_idle_connection_may_ping_as_often_as_it_likes()
    {
        var seen = await NodeScript.RunAsync("keepalive.mjs", fixture.Port, "4");

        Assert.True(seen.GetProperty("answered").GetInt32() >= 20, seen.GetRawText());
        Assert.Equal(0, seen.GetProperty("goneAway").GetInt32());
        Assert.Equal("""[{"answer":42}]""", seen.GetProperty("kept").GetRawText());
    }

    [Fact]
    public void The_wire_looks_as_gRPC_wants_it()
    {
        var seen = fixture.Seen;

        AssertTrailersOnly(seen, "unknownMethod", "12");
        AssertTrailersOnly(seen, "wrongStatement", "3");
        AssertTrailersOnly(seen, "compressed", "12");
        AssertTrailersOnly(seen, "unknownCatalog", "5");
        AssertTrailersOnly(seen, "earlyError", "16");
        foreach (var name in new[] { "plain", "spelledOut", "allowedToCompress", "unknownHeaders", "earlyEnd" })
        {
            Assert.Equal("0", seen.GetProperty(name).GetProperty("trailers").GetProperty("grpc-status").GetString());
        }

        Assert.Equal("identity", seen.GetProperty("compressed").GetProperty("headers").GetProperty("grpc-accept-encoding").GetString());
        Assert.All(seen.EnumerateObject().Where(c => c.Value.TryGetProperty("resetCode", out _)), c => Assert.Equal(0, c.Value.GetProperty("resetCode").GetInt32()));
    }

    [Fact]
    public void Who_speaks_no_gRPC_gets_an_answer_that_says_so()
    {
        var seen = fixture.Seen;

        foreach (var name in new[] { "json", "grpcWeb", "get" })
        {
            Assert.Equal(415, seen.GetProperty(name).GetProperty("headers").GetProperty(":status").GetInt32());
        }

        Assert.Equal(400, seen.GetProperty("http1").GetProperty("status").GetInt32());
        Assert.Contains("HTTP/2", seen.GetProperty("http1").GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("milliseconds", 300)]
    [InlineData("microseconds", 300)]
    [InlineData("nanoseconds", 99)]
    [InlineData("seconds", 1000)]
    public void A_deadline_stops_a_statement_in_any_unit(string unit, int milliseconds)
    {
        var seen = fixture.Seen.GetProperty(unit);

        Assert.Equal("4", seen.GetProperty("status").GetString());
        Assert.InRange(seen.GetProperty("milliseconds").GetInt32(), milliseconds, milliseconds + 5000);
    }

    private static void AssertError(JsonElement seen, string name, string message, string metadata)
    {
        var details = seen.GetProperty("details");
        Assert.Equal(name, seen.GetProperty("name").GetString());
        Assert.Contains(message, seen.GetProperty("message").GetString());
        Assert.Equal(seen.GetProperty("message").GetString(), details.GetProperty("message").GetString());
        Assert.Equal(seen.GetProperty("code").GetInt32(), details.GetProperty("code").GetInt32());
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", details.GetProperty("type").GetString());
        Assert.Equal(("INVALID_INPUT", "postmodern"), (details.GetProperty("reason").GetString(), details.GetProperty("domain").GetString()));
        Assert.Equal(metadata, details.GetProperty("metadata").GetRawText());
    }

    private static void AssertTrailersOnly(JsonElement seen, string name, string status)
    {
        var call = seen.GetProperty(name);
        Assert.True(call.GetProperty("isTrailersOnly").GetBoolean(), call.GetRawText());
        Assert.Equal(status, call.GetProperty("headers").GetProperty("grpc-status").GetString());
        Assert.True(call.GetProperty("headers").TryGetProperty("grpc-status-details-bin", out _));
    }
}
