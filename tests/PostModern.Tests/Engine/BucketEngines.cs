using PostModern.Engine;
using PostModern.Lake.Copies;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>Two engines on a warehouse in a bucket, which share nothing but the bucket.</summary>
public sealed class BucketEngines : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bucket-");
    private readonly List<QueryEngine> _engines = [];

    public string Bucket { get; private set; } = "";

    public QueryEngine First => _engines[0];

    public QueryEngine Second => _engines[1];

    public async Task InitializeAsync()
    {
        if (S3Server.IsAvailable)
        {
            var (store, bucket) = await S3Server.NewBucketAsync();
            store.Dispose();
            Bucket = bucket;
            await OpenAsync("first");
            await OpenAsync("second");
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>One more engine, which has no copies yet.</summary>
    public async Task<QueryEngine> OpenAsync(string name)
    {
        var options = new EngineOptions
        {
            Warehouse = $"s3://{Bucket}/w",
            CacheFolder = Path.Combine(_folder.FullName, name),
            S3Endpoint = await S3Server.EndpointAsync(),
            Threads = 2,
        };
        _engines.Add(await QueryEngine.OpenAsync(options, CancellationToken.None));
        return _engines[^1];
    }

    /// <summary>The bytes of data files that an engine has copies of.</summary>
    public long CopiedBytes(string engine) => new DirectoryInfo(Path.Combine(_folder.FullName, engine, "data"))
        .GetFiles("*.parquet", SearchOption.AllDirectories).Sum(PresentRanges.Count);

    /// <summary>The data files of which an engine has copies.</summary>
    public int Copies(string engine)
    {
        var folder = Path.Combine(_folder.FullName, engine, "data");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories).Length : 0;
    }
}
