using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PostModern.Arrow.Errors;
using PostModern.Data.Transport;
using PostModern.Flight.Grpc;

namespace PostModern.Data;

/// <summary>How sessions of a connection string are opened, with what a data source adds to it.</summary>
internal sealed class SessionOpening(PostModernConnectionStringBuilder settings)
{
    /// <summary>Gives the token of each login; null when the connection string says it.</summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; init; }

    /// <summary>Trusted instead of the connection string's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Shown instead of the connection string's.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    public SessionPool ToPool() => new(OpenAsync, PoolLimits.Of(settings));

    /// <exception cref="InvalidOperationException">The connection string names no host, or certificates without TLS.</exception>
    public void Check()
    {
        if (settings.Host.Length == 0)
        {
            throw new InvalidOperationException("The connection string names no host; it needs at least Host=….");
        }

        if (!settings.Tls && (TrustedRoots is not null || ClientCertificate is not null || settings.HasCertificateKeys))
        {
            throw new InvalidOperationException("Certificates are for TLS, which is off; add Tls=true to the connection string, or leave them out.");
        }

        if (settings.MinPoolSize > settings.MaxPoolSize)
        {
            throw new InvalidOperationException($"Min Pool Size is {settings.MinPoolSize}, but Max Pool Size only {settings.MaxPoolSize}.");
        }
    }

    private async Task<ServerSession> OpenAsync(CancellationToken cancellationToken)
    {
        Check();
        var target = new ServerTarget(
            new UriBuilder(settings.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, settings.Host, settings.Port).Uri,
            settings.Username,
            settings.Password,
            Token is null ? settings.Token : await Token(cancellationToken),
            settings.Database)
        {
            Tls = settings.Tls ? Tls() : null,
            SetUp = [.. SetUp()],
        };
        return await ServerSession.OpenAsync(target, cancellationToken);
    }

    private ChannelTls Tls() => new()
    {
        TrustedRoots = TrustedRoots ?? Read(settings.RootCertificate, Roots),
        ClientCertificate = ClientCertificate ?? Read(settings.ClientCertificate, Certificate),
        TrustAnyServer = settings.TrustServerCertificate,
    };

    private IEnumerable<string> SetUp()
    {
        if (settings.Schema.Length > 0)
        {
            yield return $"SET schema = {SqlText.Literal(settings.Schema)}";
        }

        if (settings.AsOf.Length > 0)
        {
            yield return $"SET pm.as_of = {SqlText.Literal(settings.AsOf)}";
        }
    }

    private static X509Certificate2Collection Roots(string path)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(path);
        return roots;
    }

    private X509Certificate2 Certificate(string path) =>
        X509Certificate2.CreateFromPemFile(path, settings.ClientKey.Length > 0 ? settings.ClientKey : null);

    private static T? Read<T>(string path, Func<string, T> read)
        where T : class
    {
        try
        {
            return path.Length > 0 ? read(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new PostModernException(ErrorCode.InvalidInput, $"The certificate that the connection string names, '{path}', can't be read: {error.Message}", error);
        }
    }
}
