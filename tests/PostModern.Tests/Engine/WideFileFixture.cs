using PostModern.Engine;

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

    private EngineWithBucket? _bucket;
    private int _copies;

    /// <summary>Null without an S3 service.</summary>
    internal QueryEngine? Engine => _bucket?.Engine;

    /// <summary>Where the engine keeps its copies.</summary>
    internal DirectoryInfo Folder => _bucket!.Folder;

    internal string Bucket => _bucket!.Bucket;

    internal string File => Path.Combine(Folder.FullName, Name);

    public async Task InitializeAsync()
    {
        if (await EngineWithBucket.StartAsync() is not { } bucket)
        {
            return;
        }

        _bucket = bucket;
        await using var session = bucket.Engine.OpenSession();
        await session.RunAsync($"COPY ({Rows}) TO '{File}' (ROW_GROUP_SIZE 10240)");
        await bucket.Client.PutObjectAsync(new() { BucketName = Bucket, Key = Name, FilePath = File });
    }

    public async Task DisposeAsync() => await (_bucket?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>The same file once more, where nobody has read it.</summary>
    /// <returns>Its address.</returns>
    internal async Task<string> UploadAsync()
    {
        var key = $"{Interlocked.Increment(ref _copies)}.parquet";
        await _bucket!.Client.CopyObjectAsync(Bucket, Name, Bucket, key);
        return $"s3://{Bucket}/{key}";
    }
}
