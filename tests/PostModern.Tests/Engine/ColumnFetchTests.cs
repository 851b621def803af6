using PostModern.Engine.Sessions;
using PostModern.Lake.Copies;
using PostModern.Testing;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>Of Parquet in buckets only what a query needs is fetched, and its answer is the one that the whole file gives.</summary>
/// <remarks>A column that was needed and not fetched would be an error, since DuckDB finds no page where there are zeros.</remarks>
public sealed class ColumnFetchTests(WideFileFixture wide) : IClassFixture<WideFileFixture>, IAsyncLifetime
{
    private Session _session = null!;

    public Task InitializeAsync()
    {
        _session = wide.Engine?.OpenSession()!;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync();
        }
    }

    [S3Fact]
    public async Task A_query_fetches_its_columns_and_the_row_groups_that_its_filters_leave()
    {
        var whole = new FileInfo(wide.File).Length;
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
        var url = await wide.UploadAsync();
        Assert.Equal(await _session.RunAsync(On(query, wide.File)), await _session.RunAsync(On(query, url)));

        // With some of it here already, other queries find what they need, too.
        Assert.Equal(["4999950000"], await _session.RunAsync($"SELECT CAST(sum(id) AS BIGINT) FROM '{url}'"));
        if (SlowFactAttribute.AreRun)
        {
            Assert.Equal(await _session.RunAsync($"SELECT sum(hash(t)) FROM '{wide.File}' t"), await _session.RunAsync($"SELECT sum(hash(t)) FROM '{url}' t"));
        }
    }

    [S3Fact]
    public async Task Changes_and_files_of_different_columns_get_what_they_need()
    {
        var (first, second) = (await wide.UploadAsync(), $"s3://{wide.Bucket}/other.parquet");
        await _session.RunAsync($"COPY (SELECT hash, id + 1000000 AS id, id AS added FROM '{wide.File}') TO '{second}'");
        await _session.RunAsync($"CREATE TABLE t PARTITIONED BY (small) AS SELECT small, sum(id) AS n FROM '{first}' GROUP BY small");
        await _session.RunAsync($"INSERT INTO t SELECT 1000, count(*) FROM '{await wide.UploadAsync()}' WHERE id < 50");
        await _session.RunAsync($"UPDATE t SET n = (SELECT max(sparse) FROM '{await wide.UploadAsync()}') WHERE small = 1000");
        Assert.Equal(["101|5000049999"], await _session.RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM t"));
        Assert.Equal(["200000|100000"], await _session.RunAsync($"SELECT count(id), count(added) FROM read_parquet(['{first}', '{second}'], union_by_name = true)"));
        Assert.Equal(["0"], await _session.RunAsync($"SELECT count(*) FROM read_parquet(['{first}', '{second}'], union_by_name = true) WHERE id > 500 AND id < 1000 AND hash IS NULL"));
    }

    private static string On(string query, string file) => query.Replace("{0}", $"'{file}'", StringComparison.Ordinal);

    /// <summary>The bytes that a query has fetched of a file that nobody has read before.</summary>
    private async Task<long> FetchedAsync(string query)
    {
        var url = await wide.UploadAsync();
        await _session.RunAsync(On(query, url));
        return PresentRanges.Count(wide.Folder.GetFiles(Path.GetFileName(url), SearchOption.AllDirectories).Single());
    }
}
