using System.Globalization;
using System.Reflection;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Lineage;
using PostModern.Engine.OpenLineage;
using PostModern.Engine.Planning;
using PostModern.Engine.Sessions;
using PostModern.Lake.Cache;
using PostModern.Lake.Models;
using PostModern.Models;
using PostModern.Models.Media;

namespace PostModern.Engine;

/// <summary>An embedded DuckDB that sees objects, models and versioned datasets; sessions run SQL on it.</summary>
public sealed class QueryEngine : IAsyncDisposable
{
    private readonly EngineServices _services;
    private readonly SnapshotViews _views;
    private readonly ModelRuntime _models;
    private readonly InferenceCache _cache;
    private readonly EngineStores _stores;

    private QueryEngine(EngineOptions options, EngineServices services, SnapshotViews views, ModelRuntime models, InferenceCache cache, EngineStores stores)
    {
        Options = options;
        _services = services;
        _views = views;
        _models = models;
        _cache = cache;
        _stores = stores;
    }

    public EngineOptions Options { get; }

    /// <summary>What tells other systems of the versions that are made; null when nobody is to be told.</summary>
    public LineageEvents? LineageEvents => _services.Events;

    /// <summary>This build's version.</summary>
    public static string Version { get; } = typeof(QueryEngine).Assembly.GetName().Version!.ToString(3);

    /// <summary>The only catalog.</summary>
    public static string CatalogName => DatasetCatalog.CatalogName;

    /// <summary>Opens the warehouse, making it when it is missing. Models load when they are first called.</summary>
    /// <exception cref="Arrow.Errors.ServerException">The warehouse can't be read or made, or a model package is broken.</exception>
    public static async Task<QueryEngine> OpenAsync(EngineOptions options, CancellationToken cancellation)
    {
        var database = Database.Open(null, Settings(options));
        var stores = await EngineStores.OpenAsync(options, new ParquetRows(database), cancellation);
        var warehouse = stores.Warehouse;
        var cache = InferenceCache.Open(Path.Combine(stores.CacheFolder, "inference-2.db"), new InferenceCacheOptions { SharedDatabase = options.SharedCache });
        var models = new ModelRuntime(
            new ModelRuntimeOptions
            {
                ModelFolder = options.ModelFolder,
                CacheFolder = options.CacheFolder is { } folder ? Path.Combine(folder, "models") : null,
                Device = options.Device,
                CudaFolder = options.CudaFolder,
                ModelMemoryBytes = options.ModelMemoryBytes,
                Threads = options.Threads,
                Objects = stores.Objects,
                Contents = stores.Contents,
                FilesRoot = options.FilesRoot,
                Allowed = stores.Allowed,
                Connections = stores.Connections,
                Addresses = stores.Addresses,
                Programs = stores.Programs,
            },
            cache);

        var contexts = new StatementContexts();
        var errors = new ErrorLog();
        var inferences = new InferenceLog();
        var uploads = new Uploads();
        var stubs = new ScanStubs();
        var userModels = new UserModels(new ModelList(warehouse), models, database, contexts);
        var events = options.OpenLineage is { } openLineage ? new LineageEvents(openLineage, warehouse) : null;
        var catalog = new DatasetCatalog(warehouse) { Committed = events is null ? null : events.Committed };
        using (var setup = database.Connect())
        {
            setup.Execute(
                $"ATTACH ':memory:' AS {DatasetCatalog.CatalogName}; USE {DatasetCatalog.CatalogName}; CREATE SCHEMA {SnapshotViews.SchemaName}", cancellation);
            Register(setup, models, contexts, stores);
            foreach (var function in new SystemTables(warehouse, stores.Connections, userModels, errors, inferences, cache).Functions().Concat(stubs.Functions()))
            {
                setup.Register(function);
            }

            setup.Register(uploads.Function());
            setup.Register(new LineageTable(warehouse).Function());
            setup.Register(new DiffTable(warehouse, database).Function());
            setup.Register(new DeletedRowsFunction(stores.Unconfined).Function());
            RunSystemSql(setup, cancellation);
        }

        var views = new SnapshotViews(EngineServices.Connect(database));
        var planner = new Planner(views, new FilePruner(stubs), new ObjectFiles(stores.Objects, stores.Copies), new ModelCalls(models, userModels));
        var services = new EngineServices(database, catalog, planner, contexts, errors, inferences, uploads) { Connections = stores.Connections, Models = userModels, Events = events };
        using (var late = database.Connect())
        {
            late.Register(new VerifyTable(services, models).Function());
            if (stores.Allowed is { } allowed)
            {
                ExternalFiles.Confine(late, [.. allowed.Roots, .. DataFolders(stores)], cancellation);
            }
        }

        await userModels.TrySyncAsync(cancellation);
        return new QueryEngine(options, services, views, models, cache, stores);
    }

    /// <summary>A new session; sessions run independently of each other. The caller disposes it.</summary>
    /// <param name="user">Who it belongs to; by default whoever runs this process.</param>
    public Session OpenSession(string? user = null) => new(_services, user ?? Environment.UserName);

    public async ValueTask DisposeAsync()
    {
        if (_services.Events is { } events)
        {
            await events.DisposeAsync();
        }

        _views.Dispose();
        _services.Database.Dispose();
        await _models.DisposeAsync();
        _cache.Dispose();
        _stores.Dispose();
    }

    /// <summary>Where DuckDB reads and writes the datasets' files.</summary>
    private static IEnumerable<string> DataFolders(EngineStores stores) =>
        stores.Warehouse.DataFiles.IsRemote ? [stores.Copies.Folder, ScratchFolder.Root] : [stores.Warehouse.Root, stores.Copies.Folder, ScratchFolder.Root];

    private static Dictionary<string, string> Settings(EngineOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            // The registries of extensions are not ours to call while a query binds.
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",

            // It would remember the holes of copies whose bytes come later; and the system remembers files anyway.
            ["enable_external_file_cache"] = "false",
        };
        if (options.Threads is { } threads)
        {
            settings["threads"] = threads.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    private static void Register(Connection connection, ModelRuntime models, StatementContexts contexts, EngineStores stores)
    {
        IEnumerable<ScalarFunction> functions =
        [
            .. models.Signatures.SelectMany(signature => new ModelFunction(models, signature, contexts).Overloads()),
            .. new ObjectFunctions(stores.Objects, contexts).Functions(),
            new LinkFunction(stores.Links, contexts).Function(),
            .. new ReadingFunctions(new ObjectBytes(stores.Objects, stores.Contents), contexts).Functions(),
            .. new PartFunctions(contexts, new ObjectParts(stores.Contents)).Functions(),
        ];
        foreach (var function in functions)
        {
            connection.Register(function);
        }

        foreach (var listing in new FilesFunction(stores.Objects, contexts).Functions().Append(new BucketFunction(stores.Buckets, contexts).Function()))
        {
            connection.Register(listing);
        }
    }

    /// <summary>The files of <c>sql/system</c>, in the order of their names.</summary>
    private static void RunSystemSql(Connection connection, CancellationToken cancellation)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            connection.Execute(reader.ReadToEnd(), cancellation);
        }
    }
}
