using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Server.Auth;
using PostModern.Server.Flight;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server;

/// <summary>A running server: an engine behind Arrow Flight SQL.</summary>
public sealed class PostModernServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly QueryEngine _engine;
    private readonly ServerState _state;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reaping;
    private int _isStopped;

    private PostModernServer(WebApplication web, QueryEngine engine, ServerState state)
    {
        _web = web;
        _engine = engine;
        _state = state;
        Endpoint = new Uri(web.Urls.First());
        _reaping = ReapAsync();
    }

    /// <summary>Where it listens: <c>http://host:port</c>, plain HTTP/2.</summary>
    public Uri Endpoint { get; }

    /// <summary>The port that was asked for, or that was free.</summary>
    public int Port => Endpoint.Port;

    /// <summary>What runs and who is there; tests look for leaks in it.</summary>
    internal ServerState State => _state;

    /// <summary>Opens the engine and listens.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ServerException">InvalidInput: the host is no address of this machine.</exception>
    public static async Task<PostModernServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var engine = await QueryEngine.OpenAsync(options.Engine, cancellationToken);
        try
        {
            var key = options.SigningKey ?? RandomNumberGenerator.GetBytes(32);
            var sessions = new SessionRegistry(engine, options.SessionIdleTimeout);
            var state = new ServerState(engine, sessions, new TicketSigner(key));
            var loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
            var flight = new FlightService(state, new Authenticator(new AccessTokens(key)), loggers.CreateLogger<FlightService>());
            var web = BuildWeb(options, loggers);
            web.Run(flight.RunAsync);
            await web.StartAsync(cancellationToken);
            return new PostModernServer(web, engine, state);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening, cancels what runs, and closes the engine.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _reaping;
        await _state.Sessions.DisposeAsync();
        await _web.StopAsync(cancellationToken);
        await _web.DisposeAsync();
        await _engine.DisposeAsync();
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static WebApplication BuildWeb(ServerOptions options, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(ParseHost(options.Host), options.Port, listen => listen.Protocols = HttpProtocols.Http2);

        // Uploads and results have any size, and a slow reader is back-pressure, not an attack.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        // A connection may carry a session, so it must not be closed for being idle before the session is.
        kestrel.Limits.KeepAliveTimeout = options.SessionIdleTimeout * 2;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
    }

    private static IPAddress ParseHost(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(host, out var address) => address,
        _ => throw new ServerException(ErrorCode.InvalidInput, $"Can't listen on '{host}'; give an IP address of this machine, or localhost."),
    };

    private async Task ReapAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await _state.Sessions.ReapAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
