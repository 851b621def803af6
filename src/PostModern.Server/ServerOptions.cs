using Microsoft.Extensions.Logging;
using PostModern.Engine;

namespace PostModern.Server;

/// <summary>Where a server listens and what it serves.</summary>
public sealed class ServerOptions
{
    /// <summary>An address of this machine. Anybody who can reach it may log in, so keep it on loopback.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = 31337;

    /// <summary>The warehouse, models and threads.</summary>
    public required EngineOptions Engine { get; init; }

    /// <summary>Signs tickets and tokens; replicas that serve each other's tickets share one. Random by default. 32 bytes or more.</summary>
    public byte[]? SigningKey { get; init; }

    /// <summary>Sessions without a call for so long are closed, with their temporary tables and prepared statements.</summary>
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the server's own failures; nothing is logged by default.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
