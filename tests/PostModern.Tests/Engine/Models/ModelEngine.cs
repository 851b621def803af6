using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Engine.Sessions;
using PostModern.Tests.Models.Remote;

namespace PostModern.Tests.Engine.Models;

/// <summary>An engine beside a server of models, and shorthand for making models of that server.</summary>
public abstract class ModelEngine : IAsyncLifetime
{
    /// <summary>What is in the variable that models name.</summary>
    protected const string Key = RemoteServices.Key;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-models-");

    protected QueryEngine Engine { get; private set; } = null!;

    protected Session Session { get; private set; } = null!;

    private protected ModelServer Server { get; private set; } = null!;

    protected string Folder => _folder.FullName;

    protected string Warehouse => Path.Combine(Folder, "warehouse");

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable("POSTMODERN_TEST_API_KEY", Key);
        Server = await ModelServer.StartAsync();
        Engine = await OpenAsync();
        Session = Engine.OpenSession("ann");
    }

    public async Task DisposeAsync()
    {
        await Session.DisposeAsync();
        await Engine.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Another engine on the same warehouse, as another server would be.</summary>
    protected Task<QueryEngine> OpenAsync(bool allowPrivate = true) => QueryEngine.OpenAsync(
        new EngineOptions
        {
            Warehouse = Warehouse,
            CacheFolder = Path.Combine(Folder, "cache"),
            FilesRoot = Folder,
            AllowPrivateAddresses = allowPrivate,
            Threads = 2,
        },
        CancellationToken.None);

    protected Task<IReadOnlyList<string>> RunAsync(string sql) => Session.RunAsync(sql);

    protected async Task<ServerException> FailAsync(string sql) => await Assert.ThrowsAsync<ServerException>(() => Session.RunAsync(sql));

    /// <summary>Makes a model of the server that answers chats.</summary>
    protected Task CreateChatAsync(string options = "", string name = "chat") => RunAsync(
        $"CREATE MODEL {name} FROM 'openai://127.0.0.1:{Server.Port}/v1?model=gpt-test' OPTIONS (api_key_env 'POSTMODERN_TEST_API_KEY'{(options.Length > 0 ? ", " + options : "")})");
}
