using System.Text.Json;
using PostModern.Server;
using PostModern.Server.Auth;
using PostModern.Server.Encryption;
using PostModern.Specs.Hosting;
using PostModern.Testing;

namespace PostModern.Specs.ForeignClients;

/// <summary>gRPC's own JavaScript library logs in, over TLS and without, with passwords, tokens and certificates.</summary>
public sealed class ForeignLoginTests : IDisposable
{
    private const string One = """[[{"one":1}]]""";
    private const int Unauthenticated = 16;
    private const int Unavailable = 14;

    private static readonly string s_apiToken = ApiTokenHash.NewToken();

    private static readonly UserList s_users = UserList.Parse(
        $"ada:{PasswordHash.Create("pass:wörd")}\nbi:{ApiTokenHash.Create(s_apiToken)}", "users");

    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Passwords_and_API_tokens_log_in_and_wrong_ones_do_not()
    {
        await using var server = await SpecServer.StartAsync(configure: options => options with { Users = s_users });

        Assert.Equal(One, (await RunAsync(server, new { user = "ada", password = "pass:wörd" })).GetRawText());
        Assert.Equal(One, (await RunAsync(server, new { apiToken = s_apiToken })).GetRawText());
        AssertRefused(Unauthenticated, await RunAsync(server, new { user = "ada", password = "wrong" }));
        AssertRefused(Unauthenticated, await RunAsync(server, new { user = "eve", password = "pass:wörd" }));
        AssertRefused(Unauthenticated, (await RunAsync(server, new { apiToken = "wrong" }))[0]);
        AssertRefused(Unauthenticated, (await RunAsync(server, new { }))[0]);
    }

    [Fact]
    public async Task TLS_is_spoken_with_those_who_trust_the_root()
    {
        await using var server = await StartWithTlsAsync(options => options with { Users = s_users });
        using var other = new CertificateAuthority();

        Assert.Equal(One, (await RunAsync(server, new { ca = _authority.RootFile, user = "ada", password = "pass:wörd" })).GetRawText());
        AssertRefused(Unavailable, await RunAsync(server, new { ca = other.RootFile, user = "ada", password = "pass:wörd" }));
        AssertRefused(Unavailable, await RunAsync(server, new { user = "ada", password = "pass:wörd" }));
    }

    [Fact]
    public async Task A_client_certificate_is_a_login_and_stands_in_the_dataset()
    {
        await using var server = await StartWithTlsAsync(options => options with { Tls = options.Tls! with { ClientCaFile = _authority.RootFile } });
        var (cert, key) = _authority.SignClient("CN=node client");

        var seen = await RunAsync(
            server, new { ca = _authority.RootFile, cert, key }, "CREATE TABLE made AS SELECT 1 AS one", "SELECT \"user\" AS who FROM pm.versions('made')");

        Assert.Equal("""[{"who":"node client"}]""", seen[1].GetRawText());
    }

    [Fact]
    public async Task Without_a_certificate_of_the_root_nobody_gets_in()
    {
        await using var server = await StartWithTlsAsync(options => options with { Tls = options.Tls! with { ClientCaFile = _authority.RootFile } });
        using var other = new CertificateAuthority();
        var (cert, key) = other.SignClient("CN=node client");

        AssertRefused(Unavailable, (await RunAsync(server, new { ca = _authority.RootFile }))[0]);
        AssertRefused(Unavailable, (await RunAsync(server, new { ca = _authority.RootFile, cert, key }))[0]);
    }

    private static async Task<JsonElement> RunAsync(SpecServer server, object settings, params string[] statements) =>
        await NodeScript.RunAsync(
            "login.mjs", server.Port, [JsonSerializer.Serialize(settings), .. statements.DefaultIfEmpty("SELECT 1 AS one")]);

    private static void AssertRefused(int code, JsonElement answer) => Assert.Equal(code, answer.GetProperty("code").GetInt32());

    private Task<SpecServer> StartWithTlsAsync(Func<ServerOptions, ServerOptions> configure)
    {
        var (certificate, key) = _authority.SignServer();
        return SpecServer.StartAsync(configure: options => configure(options with { Tls = new TlsOptions(certificate, key) }));
    }
}
