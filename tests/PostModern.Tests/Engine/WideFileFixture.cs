using Amazon.S3;
using PostModern.Engine;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>A Parquet file of many columns, in a bucket and on the disk, and an engine that reads either; where there is no S3 service, nothing.</summary>
public sealed class WideFileFixture : IAsyncLifetime
{
    /// <summary>100,000 rows in 10 row groups; of every kind that DuckDB reads in a way of its own.</summary>
    private const string Rows =
        "SELECT i AS id, CAST(i % 100 AS SMALLINT) AS small, DATE '2024-01-01' + CAST(i // 1000 AS INTEGER) AS day, TIMESTAMP '2024-01-01' + to_seconds(i) AS moment, "
        + "'name ' || (i % 50) AS repeated, md5(i::VARCHAR) AS hash, sin(i) AS x, CASE WHEN i % 3 = 0 THEN i END AS sparse, "
        + "{'a': i, 'b': {'c': md5((i + 1)::VARCHAR), 'd': i % 7}} AS packed, [i, i + 1] AS list, MAP {'k': i} AS map, CAST(i AS DECIMAL(18, 2)) AS price, i % 2 = 0 AS even "
        + "FROM range(100000) _(i)";

    private const string Name = "wide.parquet";

    private AmazonS3Client _client = null!;
    private int _copies;

    /// <summary>Null without an S3 service.</summary>
    internal QueryEngine? Engine { get; private set; }

    /// <summary>Where the engine keeps its copies.</summary>
    internal DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("postmodern-columns-");

    internal string Bucket { get; private set; } = "";

    internal string File => Path.Combine(Folder.FullName, Name);

    public async Task InitializeAsync()
    {
        if (!S3Server.IsAvailable)
        {
            return;
        }

        var (store, bucket) = await S3Server.NewBucketAsync();
        store.Dispose();
        Bucket = bucket;
        var endpoint = await S3Server.EndpointAsync();
        _client = S3Server.Client(endpoint);
        Engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = Path.Combine(Folder.FullName, "w"), CacheFolder = Path.Combine(Folder.FullName, "cache"), S3Endpoint = endpoint, Threads = 2 },
            CancellationToken.None);
        await using var session = Engine.OpenSession();
        await session.RunAsync($"COPY ({Rows}) TO '{File}' (ROW_GROUP_SIZE 10240)");
        await _client.PutObjectAsync(new() { BucketName = Bucket, Key = Name, FilePath = File });
    }

    public async Task DisposeAsync()
    {
        if (Engine is not null)
        {
            await Engine.DisposeAsync();
            _client.Dispose();
        }

        Folder.Delete(recursive: true);
    }

    /// <summary>The same file once more, where nobody has read it.</summary>
    /// <returns>Its address.</returns>
    internal async Task<string> UploadAsync()
    {
        var key = $"{Interlocked.Increment(ref _copies)}.parquet";
        await _client.CopyObjectAsync(Bucket, Name, Bucket, key);
        return $"s3://{Bucket}/{key}";
    }
}
