using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PostModern.Flight.Grpc;

/// <summary>How a channel to an <c>https:</c> address trusts the server, and what it shows of itself. The certificates stay the caller's.</summary>
public sealed record ChannelTls
{
    /// <summary>The only roots that the server's certificate may lead to; null for the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The client's own certificate with its private key, for servers that want one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Takes any server for the right one, on a developer's machine: whoever is in between reads and changes everything.</summary>
    public bool TrustAnyServer { get; init; }

    [SuppressMessage("Security", "CA5359", Justification = "Only for who asks for it by a name that says what it means.")]
    internal SslClientAuthenticationOptions ToOptions() => new()
    {
        CertificateChainPolicy = TrustedRoots is null ? null : Policy(TrustedRoots),
        ClientCertificates = ClientCertificate is null ? null : [ClientCertificate],
        RemoteCertificateValidationCallback = TrustAnyServer ? (_, _, _, _) => true : null,
    };

    private static X509ChainPolicy Policy(X509Certificate2Collection roots)
    {
        // A private authority publishes no list of what it has revoked.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
