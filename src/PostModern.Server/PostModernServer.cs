using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Server.Auth;
using PostModern.Server.Encryption;
using PostModern.Server.Flight;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server;

/// <summary>A running server: an engine behind Arrow Flight SQL.</summary>
public sealed class PostModernServer : IAsyncDisposable
{
    private const int ShortestKey = 32;

    // A running statement holds a thread, for DuckDB works on it. Beyond the cores the pool grows by one or two a second where the processor is
    // busy: on two cores 64 statements kept other calls from an answer for over 30 s, and for 0.2 s when it may grow at once.
    private const int FreelyStartedThreads = 256;

    private readonly WebApplication _web;
    private readonly QueryEngine _engine;
    private readonly ServerCertificates? _certificates;
    private readonly ServerState _state;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reaping;
    private int _isStopped;

    private PostModernServer(WebApplication web, QueryEngine engine, ServerState state, ServerCertificates? certificates)
    {
        _certificates = certificates;
        _web = web;
        _engine = engine;
        _state = state;
        Endpoint = new Uri(web.Urls.First());
        _reaping = ReapAsync();
    }

    /// <summary>Where it listens: <c>http://host:port</c> for plain HTTP/2, <c>https://host:port</c> for TLS.</summary>
    public Uri Endpoint { get; }

    /// <summary>The port that was asked for, or that was free.</summary>
    public int Port => Endpoint.Port;

    /// <summary>What runs and who is there; tests look for leaks in it.</summary>
    internal ServerState State => _state;

    /// <summary>Opens the engine and listens.</summary>
    /// <remarks>Lets the process's thread pool grow to 256 threads without delay.</remarks>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ServerException">InvalidInput: the host is no address of this machine, or a TLS file or the key can't be used.</exception>
    public static async Task<PostModernServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var key = CheckKey(options.SigningKey) ?? RandomNumberGenerator.GetBytes(ShortestKey);
        var certificates = options.Tls is { } tls ? ServerCertificates.Load(tls) : null;
        GrowThreadsFreely();
        QueryEngine? engine = null;
        try
        {
            engine = await QueryEngine.OpenAsync(options.Engine, cancellationToken);
            var sessions = new SessionRegistry(engine, options.SessionIdleTimeout);
            var state = new ServerState(engine, sessions, new TicketSigner(key));
            var loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
            if (engine.LineageEvents is { } events)
            {
                var logger = loggers.CreateLogger<PostModernServer>();
                events.Log = message => logger.LogWarning("{Message}", message);
            }

            var flight = new FlightService(state, CreateAuthenticator(options, key), loggers.CreateLogger<FlightService>());
            var web = WebHost.Build(options, certificates, loggers);
            web.Run(flight.RunAsync);
            await web.StartAsync(cancellationToken);
            return new PostModernServer(web, engine, state, certificates);
        }
        catch
        {
            await (engine?.DisposeAsync() ?? ValueTask.CompletedTask);
            certificates?.Dispose();
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
        _certificates?.Dispose();
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <exception cref="ServerException">InvalidInput: it is so short that it could be guessed.</exception>
    private static byte[]? CheckKey(byte[]? key) => key is not { Length: < ShortestKey }
        ? key
        : throw new ServerException(
            ErrorCode.InvalidInput, $"The signing key has {key.Length} bytes; it must have {ShortestKey} random bytes or more.");

    private static Authenticator CreateAuthenticator(ServerOptions options, byte[] key)
    {
        var tokens = new AccessTokens(key, options.TokenLifetime, TimeProvider.System);
        return new Authenticator(options.Users, options.Tls?.ClientCaFile is not null, tokens, TimeProvider.System);
    }

    private static void GrowThreadsFreely()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, FreelyStartedThreads), ports);
    }

    private async Task ReapAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await _state.Sessions.ReapAsync(_state.Running);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
