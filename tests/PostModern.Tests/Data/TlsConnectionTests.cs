using System.Security.Cryptography.X509Certificates;
using PostModern.Arrow.Errors;
using PostModern.Data;
using PostModern.Server.Encryption;
using PostModern.Testing;
using PostModern.Tests.Server;

namespace PostModern.Tests.Data;

/// <summary>Certificates in the connection string, and in a data source.</summary>
public sealed class TlsConnectionTests : IDisposable
{
    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task The_root_that_is_named_is_trusted_and_others_are_not()
    {
        await using var server = await StartAsync();
        using var other = new CertificateAuthority();

        Assert.Equal(1, await ScalarAsync(server, $"Root Certificate={_authority.RootFile}"));
        Assert.Equal(1, await ScalarAsync(server, "Trust Server Certificate=true"));
        foreach (var more in new[] { $"Root Certificate={other.RootFile}", "Timeout=5" })
        {
            var error = await Assert.ThrowsAsync<PostModernException>(() => ScalarAsync(server, more));
            Assert.Equal(ErrorCode.Unavailable, error.Code);
        }
    }

    [Fact]
    public async Task A_client_certificate_is_the_login()
    {
        await using var server = await StartAsync(_authority.RootFile);
        var (certificate, key) = _authority.SignClient("CN=ada");
        var trusting = $"Root Certificate={_authority.RootFile}";

        Assert.Equal(1, await ScalarAsync(server, $"{trusting};Client Certificate={certificate};Client Key={key}"));
        await Assert.ThrowsAsync<PostModernException>(() => ScalarAsync(server, trusting));

        using var shown = X509Certificate2.CreateFromPemFile(certificate, key);
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(_authority.RootFile);
        await using var source = new PostModernDataSourceBuilder(ConnectionString(server, "Timeout=5")).UseTrustedRoots(roots).UseClientCertificate(shown).Build();
        await using var connection = await source.OpenConnectionAsync();
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        await using var server = await StartAsync();

        var error = await Assert.ThrowsAsync<PostModernException>(() => ScalarAsync(server, "Root Certificate=/no/such.pem"));

        Assert.Contains("/no/such.pem", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PostModernConnection("Host=x;Root Certificate=/some.pem").OpenAsync());
    }

    private static string ConnectionString(OwnServer server, string more) => $"Host=127.0.0.1;Port={server.Endpoint.Port};Tls=true;{more}";

    private static async Task<object?> ScalarAsync(OwnServer server, string more)
    {
        await using var connection = new PostModernConnection(ConnectionString(server, more));
        await connection.OpenAsync();
        return await connection.ScalarAsync("SELECT 1");
    }

    private Task<OwnServer> StartAsync(string? clientRoots = null)
    {
        var (certificate, key) = _authority.SignServer();
        return OwnServer.StartAsync(options => options with { Tls = new TlsOptions(certificate, key, clientRoots) });
    }
}
