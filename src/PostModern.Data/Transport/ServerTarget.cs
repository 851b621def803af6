using PostModern.Flight.Grpc;

namespace PostModern.Data.Transport;

/// <summary>Which server, as whom, and how a session starts there.</summary>
/// <param name="Address"><c>http:</c> for plain HTTP/2, <c>https:</c> for TLS.</param>
/// <param name="User">Empty for an anonymous session.</param>
/// <param name="Password">Goes with the user.</param>
/// <param name="Token">A bearer token; used instead of user and password unless empty.</param>
/// <param name="Catalog">The catalog to start in; empty for the server's own.</param>
internal sealed record ServerTarget(Uri Address, string User, string Password, string Token, string Catalog)
{
    /// <summary>How TLS trusts the server; null trusts what the system trusts.</summary>
    public ChannelTls? Tls { get; init; }

    /// <summary>Statements that every session begins with.</summary>
    public IReadOnlyList<string> SetUp { get; init; } = [];
}
