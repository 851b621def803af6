using System.Security.Cryptography.X509Certificates;

namespace PostModern.Data;

/// <summary>Builds a data source: a connection string, and what can't be written into one.</summary>
public sealed class PostModernDataSourceBuilder
{
    private Func<CancellationToken, ValueTask<string>>? _token;
    private X509Certificate2Collection? _trustedRoots;
    private X509Certificate2? _clientCertificate;
    private Func<PostModernConnection, CancellationToken, Task>? _initializer;

    /// <param name="connectionString">To start with; null for none.</param>
    /// <exception cref="ArgumentException">It has an unknown key or a bad value.</exception>
    public PostModernDataSourceBuilder(string? connectionString = null) =>
        ConnectionStringBuilder = new PostModernConnectionStringBuilder(connectionString);

    /// <summary>The connection string, key by key.</summary>
    public PostModernConnectionStringBuilder ConnectionStringBuilder { get; }

    /// <summary>Asks for a bearer token whenever a session logs in, for tokens that expire.</summary>
    /// <returns>This builder.</returns>
    public PostModernDataSourceBuilder UseTokenProvider(Func<CancellationToken, ValueTask<string>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _token = provider;
        return this;
    }

    /// <summary>Trusts servers only whose certificate leads to one of these roots. For <c>Tls=true</c>.</summary>
    /// <param name="roots">They stay the caller's.</param>
    /// <returns>This builder.</returns>
    public PostModernDataSourceBuilder UseTrustedRoots(X509Certificate2Collection roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        _trustedRoots = roots;
        return this;
    }

    /// <summary>Shows the server a certificate. For <c>Tls=true</c>.</summary>
    /// <param name="certificate">With its private key; it stays the caller's.</param>
    /// <returns>This builder.</returns>
    public PostModernDataSourceBuilder UseClientCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _clientCertificate = certificate;
        return this;
    }

    /// <summary>Runs something on each new session, and again when one has been reset; not on each opening of a connection.</summary>
    /// <param name="initializer">Gets the open connection. When it fails, opening fails.</param>
    /// <returns>This builder.</returns>
    public PostModernDataSourceBuilder UseConnectionInitializer(Func<PostModernConnection, CancellationToken, Task> initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        _initializer = initializer;
        return this;
    }

    /// <exception cref="InvalidOperationException">The connection string names no host, or certificates without TLS.</exception>
    public PostModernDataSource Build()
    {
        var text = ConnectionStringBuilder.ConnectionString;
        var source = new PostModernDataSource(new PostModernConnectionStringBuilder(text), text, Opening, _initializer);
        source.Opening.Check();
        return source;
    }

    private SessionOpening Opening(PostModernConnectionStringBuilder settings) => new(settings)
    {
        Token = _token,
        TrustedRoots = _trustedRoots,
        ClientCertificate = _clientCertificate,
    };
}
