using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostModern.Arrow.Errors;
using PostModern.Server.Encryption;

namespace PostModern.Server;

/// <summary>Kestrel as a gRPC server: HTTP/2 only, with limits for streams of any size and length.</summary>
internal static class WebHost
{
    // A client that vanishes without a word, pulled from its network, is noticed after both.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    // The end of a cancelled result waits behind what its client hasn't read; whoever doesn't read is cut off then.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <param name="options">Address, port and times.</param>
    /// <param name="certificates">Null for plain HTTP/2; stays the caller's.</param>
    /// <param name="loggers">Stays the caller's.</param>
    public static WebApplication Build(ServerOptions options, ServerCertificates? certificates, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ParseHost(options.Host), options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                certificates?.Use(listen);
            });
            SetLimits(kestrel.Limits, options);
        });
        return builder.Build();
    }

    private static void SetLimits(KestrelServerLimits limits, ServerOptions options)
    {
        // Uploads and results have any size, and a slow reader is back-pressure, not an attack.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;

        // A connection may carry a session, so it must not be closed for being idle before the session is.
        limits.KeepAliveTimeout = options.SessionIdleTimeout * 2;
        limits.Http2.KeepAlivePingDelay = PingDelay;
        limits.Http2.KeepAlivePingTimeout = PingTimeout;
        limits.Http2.MaxStreamsPerConnection = 1000;
        limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
    }

    private static IPAddress ParseHost(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(host, out var address) => address,
        _ => throw new ServerException(ErrorCode.InvalidInput, $"Can't listen on '{host}'; give an IP address of this machine, or localhost."),
    };
}
