using System.Security.Cryptography.X509Certificates;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Server.Encryption;
using PostModern.Testing;

namespace PostModern.Tests.Server;

public sealed class TlsTests : IDisposable
{
    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_client_that_trusts_the_root_is_served_encrypted()
    {
        await using var server = await StartAsync();

        Assert.Equal("https", server.Endpoint.Scheme);
        Assert.Equal(1, await server.Connect(tls: Trusting(_authority)).ReadValueAsync("SELECT 1"));
        Assert.Equal(2, await server.Connect(tls: new ChannelTls { TrustAnyServer = true }).ReadValueAsync("SELECT 2"));
    }

    [Fact]
    public async Task A_client_that_trusts_others_does_not_connect()
    {
        await using var server = await StartAsync();
        using var other = new CertificateAuthority();

        Assert.Equal(GrpcStatusCode.Unavailable, await FailAsync(server, Trusting(other)));
        Assert.Equal(GrpcStatusCode.Unavailable, await FailAsync(server, null));
    }

    [Fact]
    public async Task A_client_certificate_of_the_named_root_is_the_login()
    {
        await using var server = await StartAsync(withClients: true);
        using var ada = Load(_authority.SignClient("O=Shop, CN=ada"));
        var client = server.Connect(tls: Trusting(_authority) with { ClientCertificate = ada });

        await client.ExecuteAsync("CREATE TABLE t AS SELECT 1 AS n", null, default);

        Assert.Equal("ada", await client.ReadValueAsync("SELECT \"user\" FROM pm.versions('t')"));
    }

    [Fact]
    public async Task Without_a_certificate_of_the_named_root_nobody_connects()
    {
        await using var server = await StartAsync(withClients: true);
        using var other = new CertificateAuthority();
        using var stranger = Load(other.SignClient("CN=ada"));
        using var notForClients = Load(_authority.SignServer());

        Assert.Equal(GrpcStatusCode.Unavailable, await FailAsync(server, Trusting(_authority)));
        Assert.Equal(GrpcStatusCode.Unavailable, await FailAsync(server, Trusting(_authority) with { ClientCertificate = stranger }));
        Assert.Equal(GrpcStatusCode.Unavailable, await FailAsync(server, Trusting(_authority) with { ClientCertificate = notForClients }));
    }

    [Fact]
    public async Task A_certificate_without_a_name_is_nobodys_login()
    {
        await using var server = await StartAsync(withClients: true);
        using var nameless = Load(_authority.SignClient("O=Shop"));

        Assert.Equal(GrpcStatusCode.Unauthenticated, await FailAsync(server, Trusting(_authority) with { ClientCertificate = nameless }));
    }

    [Fact]
    public async Task Files_that_cant_be_used_are_named()
    {
        var (certificate, key) = _authority.SignServer();
        var (_, otherKey) = _authority.SignServer();

        await AssertRefusedAsync(new TlsOptions("/no/such.pem", key), "/no/such.pem");
        await AssertRefusedAsync(new TlsOptions(certificate, otherKey), otherKey);
        await AssertRefusedAsync(new TlsOptions(key, key), key);
        await AssertRefusedAsync(new TlsOptions(certificate, key, key), $"client CA {key}");
    }

    private static ChannelTls Trusting(CertificateAuthority authority)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority.RootFile);
        return new ChannelTls { TrustedRoots = roots };
    }

    private static X509Certificate2 Load((string CertificateFile, string KeyFile) files) =>
        X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);

    private static async Task<GrpcStatusCode> FailAsync(OwnServer server, ChannelTls? tls) =>
        (await Assert.ThrowsAsync<RpcException>(() => server.Connect(tls: tls).ReadValueAsync("SELECT 1"))).Status;

    private static async Task AssertRefusedAsync(TlsOptions tls, string name)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => OwnServer.StartAsync(options => options with { Tls = tls }));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private Task<OwnServer> StartAsync(bool withClients = false)
    {
        var (certificate, key) = _authority.SignServer();
        var tls = new TlsOptions(certificate, key, withClients ? _authority.RootFile : null);
        return OwnServer.StartAsync(options => options with { Tls = tls });
    }
}
