namespace PostModern.Server.Encryption;

/// <summary>How connections are encrypted: TLS 1.2 or 1.3. The files are PEM and are read when the server starts.</summary>
/// <param name="CertificateFile">The server's certificate, followed by those between it and its root.</param>
/// <param name="KeyFile">The certificate's private key, without a password.</param>
/// <param name="ClientCaFile">
/// Roots of client certificates. When set, every client must bring one that they signed, and its common name is the user's. The system's
/// roots don't count.
/// </param>
public sealed record TlsOptions(string CertificateFile, string KeyFile, string? ClientCaFile = null);
