using PostModern.Data;
using PostModern.Engine;
using PostModern.Server;

namespace PostModern.Tests.Data;

/// <summary>A real server on loopback, shared by the tests that need one.</summary>
public sealed class LocalServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-data-");
    private PostModernServer? _server;

    public string ConnectionString => $"Host=127.0.0.1;Port={_server!.Port}";

    public async Task InitializeAsync()
    {
        var engine = new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "warehouse") };
        _server = await PostModernServer.StartAsync(new ServerOptions { Port = 0, Engine = engine }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    public async Task<PostModernConnection> ConnectAsync(string more = "")
    {
        var connection = new PostModernConnection(ConnectionString + more);
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>Names the collection that shares the server.</summary>
[CollectionDefinition(Name)]
public sealed class LocalServerCollection : ICollectionFixture<LocalServer>
{
    public const string Name = "A local server";
}
