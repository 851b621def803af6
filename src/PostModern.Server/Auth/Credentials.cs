namespace PostModern.Server.Auth;

/// <summary>What a call brings to show who its caller is.</summary>
/// <param name="Authorization">The header; null without one.</param>
/// <param name="CertificateName">The common name of the connection's client certificate, which TLS has checked; null without one.</param>
/// <param name="Connection">What this connection has tried before.</param>
internal readonly record struct Credentials(string? Authorization, string? CertificateName, ConnectionLogins Connection);
