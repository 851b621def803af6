using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Connections;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;
using PostModern.Lake.Http;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;
using PostModern.Models.Media;

namespace PostModern.Engine;

/// <summary>Everywhere that an engine reads from: its warehouse, folders, buckets and links. The engine owns it.</summary>
internal sealed class EngineStores : IDisposable
{
    private readonly S3ObjectStore _ownBuckets;

    private EngineStores(EngineOptions options, S3ObjectStore ownBuckets, Warehouse warehouse, string cacheFolder, CopyCache copies)
    {
        _ownBuckets = ownBuckets;
        Warehouse = warehouse;
        CacheFolder = cacheFolder;
        Copies = copies;
        var links = LinksOf(options);
        var box = options.SecretKey is { } key ? SecretBox.FromShared(key) : SecretBox.FromFile(Path.Combine(cacheFolder, "secret.key"));
        Addresses = links.Addresses;
        Connections = new ConnectionList(warehouse, box);
        Buckets = new S3Connections(ownBuckets, Connections, links.Addresses);
        Connections.Changed = Buckets.Forget;
        Links = new HttpObjectStore(links);
        Allowed = options.FilesAllow is { } folders ? new AllowedFolders(folders) : null;
        Objects = options.ObjectCacheBytes > 0
            ? new ObjectStores(options.FilesRoot, uri => copies.Through(Buckets.For(uri)), copies.Through(Links), Allowed)
            : new ObjectStores(options.FilesRoot, Buckets.For, Links, Allowed);
        Unconfined = new ObjectStores(options.FilesRoot, Buckets.For);
        Programs = new ExternalPrograms { FfmpegFolder = options.FfmpegFolder, PopplerFolder = options.PopplerFolder };
        Contents = new ObjectContents(Objects, Programs);
    }

    public Warehouse Warehouse { get; }

    /// <summary>The folder on this machine for what can be had again.</summary>
    public string CacheFolder { get; }

    /// <summary>Where the programs are that read video, sound and PDF files.</summary>
    public ExternalPrograms Programs { get; }

    /// <summary>Copies of objects on this machine's disk.</summary>
    public CopyCache Copies { get; }

    public ConnectionList Connections { get; }

    /// <summary>Where statements may make the server connect to.</summary>
    public AddressPolicy Addresses { get; }

    public S3Connections Buckets { get; }

    public HttpObjectStore Links { get; }

    /// <summary>Where local files may be that statements name; anywhere when null.</summary>
    public AllowedFolders? Allowed { get; }

    /// <summary>All of them, by scheme.</summary>
    public ObjectStores Objects { get; }

    /// <summary>For files that the log of a dataset names, wherever its folder is.</summary>
    public ObjectStores Unconfined { get; }

    /// <summary>The bytes of objects, and of parts of them.</summary>
    public ObjectContents Contents { get; }

    /// <exception cref="ServerException">The warehouse can't be read or made.</exception>
    public static async Task<EngineStores> OpenAsync(EngineOptions options, IParquetRows parquet, CancellationToken cancellation)
    {
        var ownBuckets = new S3ObjectStore(new S3Options { Endpoint = options.S3Endpoint, Region = options.S3Region, PathStyle = options.S3PathStyle });
        var (warehouse, cacheFolder, copies) = await OpenWarehouseAsync(options, ownBuckets, parquet, cancellation);
        return new EngineStores(options, ownBuckets, warehouse, cacheFolder, copies);
    }

    public void Dispose()
    {
        Contents.Dispose();
        Links.Dispose();
        Buckets.Dispose();
        _ownBuckets.Dispose();
    }

    private static async Task<(Warehouse Warehouse, string CacheFolder, CopyCache Copies)> OpenWarehouseAsync(
        EngineOptions options, S3ObjectStore buckets, IParquetRows parquet, CancellationToken cancellation)
    {
        if (ObjectUri.SchemeOf(options.Warehouse) != "s3")
        {
            var local = new Warehouse(options.Warehouse, parquet);
            var folder = options.CacheFolder ?? Path.Combine(local.Root, ".cache");
            return (local, folder, CopiesIn(folder, options));
        }

        if (S3Connections.NameIn(options.Warehouse) is not null)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"'{options.Warehouse}': a warehouse can't be reached by a connection, since that would be kept in it. Write s3://bucket/prefix, and use --s3-endpoint.");
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

    private static HttpOptions LinksOf(EngineOptions options)
    {
        var defaults = new HttpOptions();
        return defaults with
        {
            Timeout = options.HttpTimeout ?? defaults.Timeout,
            PerHost = options.HttpPerHost ?? defaults.PerHost,
            RequestsPerSecond = options.HttpRate,
            Proxy = options.HttpProxy,
            Addresses = new AddressPolicy(options.AllowPrivateAddresses, options.AllowedHosts),
        };
    }
}
