using PostModern.Engine;
using PostModern.Flight.Client;
using PostModern.Flight.Grpc;
using PostModern.Server;

namespace PostModern.Tests.Server;

/// <summary>A real server with options of a test's own, over an empty warehouse that goes away with it.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PostModernServer _server;

    private OwnServer(DirectoryInfo folder, PostModernServer server)
    {
        _folder = folder;
        _server = server;
    }

    public Uri Endpoint => _server.Endpoint;

    public static async Task<OwnServer> StartAsync(Func<ServerOptions, ServerOptions> configure)
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-");
        var options = new ServerOptions
        {
            Port = 0,
            Engine = new EngineOptions { Warehouse = folder.FullName, FilesRoot = folder.FullName, Threads = 1 },
        };
        try
        {
            return new OwnServer(folder, await PostModernServer.StartAsync(configure(options), default));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A client with a connection of its own.</summary>
    public FlightSqlClient Connect(string? authorization = null, ChannelTls? tls = null)
    {
        var client = new FlightSqlClient(new FlightClient(new GrpcChannel(Endpoint, tls: tls)));
        if (authorization is not null)
        {
            client.Flight.Channel.Headers["authorization"] = authorization;
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
