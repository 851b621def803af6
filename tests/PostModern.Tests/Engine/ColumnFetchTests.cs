using Amazon.S3;
using PostModern.Engine;
using PostModern.Engine.Sessions;
using PostModern.Lake.Copies;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>Of Parquet in buckets only what a query needs is fetched, and its answer is the one that the whole file gives.</summary>
/// <remarks>A column that was needed and not fetched would be an error, since DuckDB finds no page where there are zeros.</remarks>
public sealed class ColumnFetchTests : IAsyncLifetime
{
    /// <summary>100,000 rows in 10 row groups; of every kind that DuckDB reads in a way of its own.</summary>
    private const string Rows =
        "SELECT i AS id, CAST(i % 100 AS SMALLINT) AS small, DATE '2024-01-01' + CAST(i // 1000 AS INTEGER) AS day, TIMESTAMP '2024-01-01' + to_seconds(i) AS moment, "
        + "'name ' || (i % 50) AS repeated, md5(i::VARCHAR) AS hash, sin(i) AS x, CASE WHEN i % 3 = 0 THEN i END AS sparse, "
        + "{'a': i, 'b': {'c': md5((i + 1)::VARCHAR), 'd': i % 7}} AS packed, [i, i + 1] AS list, MAP {'k': i} AS map, CAST(i AS DECIMAL(18, 2)) AS price, i % 2 = 0 AS even "
        + "FROM range(100000) _(i)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-columns-");
    private QueryEngine _engine = null!;
    private Session _session = null!;
    private AmazonS3Client _client = null!;
    private string _bucket = "";
    private string _file = "";
    private int _copies;

    public async Task InitializeAsync()
    {
        if (!S3Server.IsAvailable)
        {
            return;
        }

        var (store, bucket) = await S3Server.NewBucketAsync();
        store.Dispose();
        _bucket = bucket;
        var endpoint = await S3Server.EndpointAsync();
        _client = S3Server.Client(endpoint);
        _engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "w"), CacheFolder = Path.Combine(_folder.FullName, "cache"), S3Endpoint = endpoint, Threads = 2 },
            CancellationToken.None);
        _session = _engine.OpenSession();
        _file = Path.Combine(_folder.FullName, "wide.parquet");
        await _session.RunAsync($"COPY ({Rows}) TO '{_file}' (ROW_GROUP_SIZE 10240)");
        await _client.PutObjectAsync(new() { BucketName = _bucket, Key = "wide.parquet", FilePath = _file });
    }

    public async Task DisposeAsync()
    {
        if (_engine is not null)
        {
            await _session.DisposeAsync();
            await _engine.DisposeAsync();
            _client.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [S3Fact]
    public async Task A_query_fetches_its_columns_and_the_row_groups_that_its_filters_leave()
    {
        var whole = new FileInfo(_file).Length;
        Assert.InRange(await FetchedAsync("SELECT count(*) FROM {0}"), 1, whole / 10);
        Assert.InRange(await FetchedAsync("SELECT sum(small) FROM {0}"), 1, whole / 8);
        Assert.InRange(await FetchedAsync("SELECT max(hash) FROM {0}"), whole / 6, whole * 2 / 3);
        Assert.InRange(await FetchedAsync("SELECT hash FROM {0} WHERE id BETWEEN 5 AND 100"), 1, whole / 6);
        Assert.InRange(await FetchedAsync("SELECT hash FROM {0} WHERE day = DATE '2024-01-01'"), 1, whole / 6);
        Assert.InRange(await FetchedAsync("SELECT hash FROM {0} WHERE moment < TIMESTAMP '2024-01-01 00:01:00'"), 1, whole / 6);
        Assert.Equal(whole, await FetchedAsync("SELECT * FROM {0}"));
    }

    [S3Theory]
    [InlineData("SELECT count(*) FROM {0}")]
    [InlineData("SELECT count(*) FROM {0} WHERE id > 99000")]
    [InlineData("SELECT min(filename = filename), max(file_row_number) FROM {0}")]
    [InlineData("SELECT sum(id), sum(price) FROM {0} WHERE small = 7 AND sparse IS NOT NULL")]
    [InlineData("SELECT hash FROM {0} WHERE repeated = 'name 3' ORDER BY id LIMIT 3")]
    [InlineData("SELECT hash FROM {0} WHERE hash = md5('77')")]
    [InlineData("SELECT id FROM {0} WHERE hash IN (md5('77'), md5('99999')) ORDER BY id")]
    [InlineData("SELECT * FROM {0} ORDER BY x DESC LIMIT 2")]
    [InlineData("SELECT * FROM {0} WHERE id > 95000 ORDER BY id LIMIT 1")]
    [InlineData("SELECT packed.b.d, count(*) FROM {0} GROUP BY 1 ORDER BY 1")]
    [InlineData("SELECT sum(packed.a) FROM {0} WHERE packed.b.c > 'ff'")]
    [InlineData("SELECT sum(list[2]), sum(len(list)) FROM {0} WHERE id < 20")]
    [InlineData("SELECT sum(map['k']) FROM {0} WHERE day >= DATE '2024-04-01'")]
    [InlineData("SELECT count(*) FROM {0} WHERE sparse IS NULL AND NOT even")]
    [InlineData("SELECT count(*) FROM {0} WHERE id = 5 OR small = 3")]
    [InlineData("SELECT count(*) FROM {0} WHERE id < 10.5 AND x < 0")]
    [InlineData("SELECT a.hash, b.small FROM {0} a JOIN {0} b ON a.id = b.sparse WHERE a.id < 30 ORDER BY a.id")]
    [InlineData("SELECT count(*) FROM {0} a WHERE EXISTS (SELECT 1 FROM {0} b WHERE b.sparse = a.id AND b.small > 90)")]
    [InlineData("WITH m AS MATERIALIZED (SELECT id, small FROM {0}) SELECT count(*) FROM m a JOIN m b ON a.small = b.id")]
    [InlineData("SELECT id, row_number() OVER (ORDER BY hash) FROM {0} QUALIFY row_number() OVER (ORDER BY hash) <= 2")]
    [InlineData("SELECT COLUMNS('s.*') FROM {0} WHERE id = 12345")]
    [InlineData("SELECT small, price FROM {0} WHERE moment BETWEEN TIMESTAMP '2024-01-02' AND TIMESTAMP '2024-01-02 00:00:05' ORDER BY id")]
    [InlineData("FROM (PIVOT (SELECT small, even FROM {0}) ON even USING count(*)) ORDER BY small")]
    [InlineData("SELECT column_name, min, max FROM (SUMMARIZE SELECT id, day FROM {0})")]
    [InlineData("SELECT DISTINCT ON (small) small, hash FROM {0} WHERE id < 100 ORDER BY small, id LIMIT 4")]
    [InlineData("SELECT 'NaN'::DOUBLE > x FROM {0} WHERE id = 1")]
    [InlineData("SELECT count(*) FROM {0} WHERE id > 1000000")]
    [InlineData("SELECT sum(n) FROM (SELECT id AS n FROM {0} UNION ALL SELECT small FROM {0} WHERE id < 5)")]
    public async Task An_answer_is_the_one_of_the_whole_file(string query)
    {
        var url = await UploadAsync();
        Assert.Equal(await _session.RunAsync(On(query, _file)), await _session.RunAsync(On(query, url)));

        // With some of it here already, other queries find what they need, too.
        Assert.Equal(["4999950000"], await _session.RunAsync($"SELECT CAST(sum(id) AS BIGINT) FROM '{url}'"));
        Assert.Equal(await _session.RunAsync($"SELECT sum(hash(t)) FROM '{_file}' t"), await _session.RunAsync($"SELECT sum(hash(t)) FROM '{url}' t"));
    }

    [S3Fact]
    public async Task Changes_and_files_of_different_columns_get_what_they_need()
    {
        var (first, second) = (await UploadAsync(), $"s3://{_bucket}/other.parquet");
        await _session.RunAsync($"COPY (SELECT hash, id + 1000000 AS id, id AS added FROM '{_file}') TO '{second}'");
        await _session.RunAsync($"CREATE TABLE t PARTITIONED BY (small) AS SELECT small, sum(id) AS n FROM '{first}' GROUP BY small");
        await _session.RunAsync($"INSERT INTO t SELECT 1000, count(*) FROM '{await UploadAsync()}' WHERE id < 50");
        await _session.RunAsync($"UPDATE t SET n = (SELECT max(sparse) FROM '{await UploadAsync()}') WHERE small = 1000");
        Assert.Equal(["101|5000049999"], await _session.RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM t"));
        Assert.Equal(["200000|100000"], await _session.RunAsync($"SELECT count(id), count(added) FROM read_parquet(['{first}', '{second}'], union_by_name = true)"));
        Assert.Equal(["0"], await _session.RunAsync($"SELECT count(*) FROM read_parquet(['{first}', '{second}'], union_by_name = true) WHERE id > 500 AND id < 1000 AND hash IS NULL"));
    }

    private static string On(string query, string file) => query.Replace("{0}", $"'{file}'", StringComparison.Ordinal);

    private async Task<string> UploadAsync()
    {
        var key = $"{Interlocked.Increment(ref _copies)}.parquet";
        await _client.CopyObjectAsync(_bucket, "wide.parquet", _bucket, key);
        return $"s3://{_bucket}/{key}";
    }

    /// <summary>The bytes that a query has fetched of a file that nobody has read before.</summary>
    private async Task<long> FetchedAsync(string query)
    {
        var url = await UploadAsync();
        await _session.RunAsync(On(query, url));
        return PresentRanges.Count(new DirectoryInfo(_folder.FullName).GetFiles(Path.GetFileName(url), SearchOption.AllDirectories).Single());
    }
}
