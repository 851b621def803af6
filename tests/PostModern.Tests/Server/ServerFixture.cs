using PostModern.Engine;
using PostModern.Flight.Client;
using PostModern.Server;

namespace PostModern.Tests.Server;

/// <summary>A real server on loopback over an empty warehouse, shared by a class's tests.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private PostModernServer? _server;

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), "postmodern-" + Guid.NewGuid().ToString("N"));

    internal PostModernServer Server => _server!;

    public async Task InitializeAsync()
    {
        var engine = new EngineOptions { Warehouse = Folder, FilesRoot = Folder, Threads = 2 };
        _server = await PostModernServer.StartAsync(new ServerOptions { Port = 0, Engine = engine }, default);
    }

    public async Task DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A client with a connection, and so a session, of its own.</summary>
    internal FlightSqlClient Connect() => new(new FlightClient(Server.Endpoint));

    /// <summary>A client that has logged in: its session goes with its token.</summary>
    internal async Task<FlightSqlClient> LogInAsync()
    {
        var client = Connect();
        await client.Flight.HandshakeAsync("ada", "any", null, default);
        return client;
    }
}
