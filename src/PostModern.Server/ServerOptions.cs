using Microsoft.Extensions.Logging;
using PostModern.Engine;
using PostModern.Server.Auth;
using PostModern.Server.Encryption;

namespace PostModern.Server;

/// <summary>Where a server listens, what it serves, and to whom.</summary>
public sealed record ServerOptions
{
    /// <summary>An address of this machine. Beyond loopback, set <see cref="Users"/> and <see cref="Tls"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = 31337;

    /// <summary>The warehouse, models and threads.</summary>
    public required EngineOptions Engine { get; init; }

    /// <summary>Who may log in. Null, without <see cref="TlsOptions.ClientCaFile"/>: anybody who reaches the port, under any name.</summary>
    public UserList? Users { get; init; }

    /// <summary>Encrypts connections; null for plain HTTP/2.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How long the token is good for that a login gives.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Signs tickets and tokens; replicas that serve each other's share one. Random by default: then a restart ends all logins.
    /// 32 bytes or more.
    /// </summary>
    public byte[]? SigningKey { get; init; }

    /// <summary>Sessions without a call for so long are closed, with their temporary tables and prepared statements.</summary>
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the server's own failures; nothing is logged by default.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Whether a caller must show who it is.</summary>
    public bool WantsLogin => Users is not null || Tls?.ClientCaFile is not null;
}
