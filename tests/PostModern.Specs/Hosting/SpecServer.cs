using PostModern.Data;
using PostModern.Engine;
using PostModern.Server;
using PostModern.Testing;

namespace PostModern.Specs.Hosting;

/// <summary>A real server on a free port, over a warehouse of its own that goes away with it.</summary>
internal sealed class SpecServer : IAsyncDisposable
{
    // One for the run: converted models and answers are keyed by content, so sharing them changes time and nothing else.
    private static readonly Lazy<DirectoryInfo> Cache = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-specs-cache-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder;
    });

    private readonly DirectoryInfo _folder;
    private readonly PostModernServer _server;

    private SpecServer(DirectoryInfo folder, PostModernServer server)
    {
        _folder = folder;
        _server = server;
    }

    public int Port => _server.Port;

    /// <summary>A folder for files that tests make.</summary>
    public string Temp => _folder.FullName;

    /// <param name="cacheFolder">Null shares the run's.</param>
    /// <param name="configure">Who may log in, and how connections are encrypted; by default anybody, and not at all.</param>
    public static async Task<SpecServer> StartAsync(string? cacheFolder = null, Func<ServerOptions, ServerOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-specs-");
        var engine = new EngineOptions
        {
            Warehouse = Path.Combine(folder.FullName, "warehouse"),
            CacheFolder = cacheFolder ?? Cache.Value.FullName,
            FilesRoot = Repository.Root,
        };
        var options = new ServerOptions { Host = "127.0.0.1", Port = 0, Engine = engine };
        return new(folder, await PostModernServer.StartAsync(configure?.Invoke(options) ?? options, CancellationToken.None));
    }

    public async Task<PostModernConnection> OpenConnectionAsync()
    {
        var connection = NewConnection();
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        // A later server may get the same port, and would be sent this one's sessions.
        await using (var connection = NewConnection())
        {
            await PostModernConnection.ClearPoolAsync(connection);
        }

        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private PostModernConnection NewConnection() => new($"Host=127.0.0.1;Port={Port}");
}
