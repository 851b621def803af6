using System.Globalization;
using System.Reflection;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Lineage;
using PostModern.Engine.OpenLineage;
using PostModern.Engine.Planning;
using PostModern.Engine.Sessions;
using PostModern.Lake.Cache;
using PostModern.Lake.Connections;
using PostModern.Lake.Catalog;
using PostModern.Lake.Copies;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;
using PostModern.Models;

namespace PostModern.Engine;

/// <summary>An embedded DuckDB that sees objects, models and versioned datasets; sessions run SQL on it.</summary>
public sealed class QueryEngine : IAsyncDisposable
{
    private readonly EngineServices _services;
    private readonly SnapshotViews _views;
    private readonly ModelRuntime _models;
    private readonly InferenceCache _cache;
    private readonly S3Connections _buckets;
    private readonly S3ObjectStore _ownBuckets;

    private QueryEngine(EngineOptions options, EngineServices services, SnapshotViews views, ModelRuntime models, InferenceCache cache, S3Connections buckets, S3ObjectStore ownBuckets)
    {
        Options = options;
        _services = services;
        _views = views;
        _models = models;
        _cache = cache;
        _buckets = buckets;
        _ownBuckets = ownBuckets;
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
        var ownBuckets = new S3ObjectStore(new S3Options { Endpoint = options.S3Endpoint, Region = options.S3Region, PathStyle = options.S3PathStyle });
        var (warehouse, cacheFolder, copies) = await OpenWarehouseAsync(options, ownBuckets, new ParquetRows(database), cancellation);
        var box = options.SecretKey is { } key ? SecretBox.FromShared(key) : SecretBox.FromFile(Path.Combine(cacheFolder, "secret.key"));
        var connections = new ConnectionList(warehouse, box);
        var buckets = new S3Connections(ownBuckets, connections);
        connections.Changed = buckets.Forget;
        var stores = new ObjectStores(options.FilesRoot, uri => options.ObjectCacheBytes > 0 ? copies.Through(buckets.For(uri)) : buckets.For(uri));
        var cache = InferenceCache.Open(Path.Combine(cacheFolder, "inference.db"));
        var models = new ModelRuntime(
            new ModelRuntimeOptions { ModelFolder = options.ModelFolder, Threads = options.Threads, Objects = stores }, cache);

        var contexts = new StatementContexts();
        var errors = new ErrorLog();
        var uploads = new Uploads();
        var stubs = new ScanStubs();
        var events = options.OpenLineage is { } openLineage ? new LineageEvents(openLineage, warehouse) : null;
        var catalog = new DatasetCatalog(warehouse) { Committed = events is null ? null : events.Committed };
        using (var setup = database.Connect())
        {
            setup.Execute(
                $"ATTACH ':memory:' AS {DatasetCatalog.CatalogName}; USE {DatasetCatalog.CatalogName}; CREATE SCHEMA {SnapshotViews.SchemaName}", cancellation);
            Register(setup, models, contexts, stores, buckets, new SystemTables(warehouse, connections, models, errors, cache));
            setup.Register(uploads.Function());
            setup.Register(new LineageTable(warehouse).Function());
            setup.Register(new DiffTable(warehouse, database).Function());
            setup.Register(new DeletedRowsFunction(stores).Function());
            foreach (var function in stubs.Functions())
            {
                setup.Register(function);
            }

            RunSystemSql(setup, cancellation);
        }

        var views = new SnapshotViews(EngineServices.Connect(database));
        var planner = new Planner(views, new FilePruner(stubs), new ObjectFiles(stores, copies), models.Tasks.Select(t => t.Name).ToHashSet());
        var services = new EngineServices(database, catalog, planner, contexts, errors, uploads) { Connections = connections, Events = events };
        using (var late = database.Connect())
        {
            late.Register(new VerifyTable(services, models).Function());
        }

        return new QueryEngine(options, services, views, models, cache, buckets, ownBuckets);
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
        _buckets.Dispose();
        _ownBuckets.Dispose();
    }

    private static async Task<(Warehouse Warehouse, string CacheFolder, CopyCache Copies)> OpenWarehouseAsync(
        EngineOptions options, S3ObjectStore buckets, ParquetRows parquet, CancellationToken cancellation)
    {
        if (ObjectUri.SchemeOf(options.Warehouse) != "s3")
        {
            var local = new Warehouse(options.Warehouse, parquet);
            var folder = options.CacheFolder ?? Path.Combine(local.Root, ".cache");
            return (local, folder, CopiesIn(folder, options));
        }

        if (options.Warehouse.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && at < options.Warehouse.IndexOf('/', "s3://".Length))
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"'{options.Warehouse}': a warehouse can't be reached by a connection, since that would be kept in it. Write s3://bucket/prefix, and use --s3-endpoint.");
        }

        // A wrong bucket or key is told now, and not at the first statement.
        await buckets.CheckAsync(options.Warehouse, cancellation);
        var cacheFolder = options.CacheFolder ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "postmodern");
        Directory.CreateDirectory(cacheFolder);
        var copies = CopiesIn(cacheFolder, options);
        var warehouse = new Warehouse(options.Warehouse, buckets, copies, parquet);
        await warehouse.ListSchemasAsync(cancellation);
        return (warehouse, cacheFolder, copies);
    }

    private static CopyCache CopiesIn(string cacheFolder, EngineOptions options) =>
        new(Path.Combine(cacheFolder, "data"), options.ObjectCacheBytes ?? EngineOptions.DefaultObjectCacheBytes);

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

    private static void Register(Connection connection, ModelRuntime models, StatementContexts contexts, ObjectStores stores, S3Connections buckets, SystemTables tables)
    {
        foreach (var function in models.Tasks.SelectMany(task => new ModelFunction(models, task, contexts).Overloads()))
        {
            connection.Register(function);
        }

        foreach (var function in tables.Functions().Concat(new FilesFunction(stores, contexts).Functions()).Append(new BucketFunction(buckets, contexts).Function()))
        {
            connection.Register(function);
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
