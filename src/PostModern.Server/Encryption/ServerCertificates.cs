using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Encryption;

/// <summary>The certificates that a server's connections use.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _chain;
    private readonly X509Certificate2Collection? _clientRoots;

    private ServerCertificates(X509Certificate2 own, X509Certificate2Collection chain, X509Certificate2Collection? clientRoots)
    {
        _own = own;
        _chain = chain;
        _clientRoots = clientRoots;
    }

    /// <exception cref="ServerException">InvalidInput: a file isn't there, or isn't what it should be.</exception>
    public static ServerCertificates Load(TlsOptions options)
    {
        var (certificate, key) = (options.CertificateFile, options.KeyFile);
        var own = Load($"TLS certificate {certificate} with the key {key}", () => X509Certificate2.CreateFromPemFile(certificate, key));
        var chain = Load($"TLS certificate {certificate}", () => ReadPem(certificate));
        var roots = options.ClientCaFile is { } file ? Load($"client CA {file}", () => ReadPem(file)) : null;
        return new ServerCertificates(own, chain, roots);
    }

    /// <summary>Makes what listens here speak TLS.</summary>
    public void Use(ListenOptions listen) => listen.UseHttps(new HttpsConnectionAdapterOptions
    {
        ServerCertificate = _own,
        ServerCertificateChain = _chain,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateMode = _clientRoots is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate,
        OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = ClientPolicy(),
    });

    public void Dispose()
    {
        _own.Dispose();
        foreach (var certificate in _chain.Concat(_clientRoots ?? []))
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2Collection ReadPem(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
    }

    private static T Load<T>(string what, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Can't use the {what}: {e.Message} It must be a readable PEM file.", e);
        }
    }

    // Ours alone vouch for clients: a certificate that some public authority gave says nothing about who may log in here.
    private X509ChainPolicy? ClientPolicy()
    {
        if (_clientRoots is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_clientRoots);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }
}
