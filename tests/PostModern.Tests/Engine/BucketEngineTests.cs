using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>SQL on a warehouse in a bucket, by two engines that share nothing but the bucket.</summary>
public sealed class BucketEngineTests : IAsyncLifetime
{
    private readonly BucketEngines _engines = new();

    public Task InitializeAsync() => _engines.InitializeAsync();

    public Task DisposeAsync() => _engines.DisposeAsync();

    [S3Fact]
    public async Task Datasets_are_made_changed_and_read_by_both()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT i AS n, 'row ' || i AS name FROM range(1000) _(i)");
        Assert.Equal(["1000|499500"], await second.RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM t"));

        await second.RunAsync("INSERT INTO t VALUES (5000, 'late')");
        await second.RunAsync("DELETE FROM t WHERE n < 10");
        await first.RunAsync("UPDATE t SET name = 'changed' WHERE n = 5000");

        Assert.Equal(["991"], await first.RunAsync("SELECT count(*) FROM t"));
        Assert.Equal(["changed"], await second.RunAsync("SELECT name FROM t WHERE n = 5000"));
        Assert.Equal(["1000"], await second.RunAsync("SELECT count(*) FROM t AT (VERSION => 1)"));
        Assert.Equal(["1|CREATE TABLE AS SELECT", "2|WRITE", "3|DELETE", "4|UPDATE"], await second.RunAsync("SELECT version, operation FROM pm.versions('t') ORDER BY version"));

        await second.RunAsync("DROP TABLE t");
        var error = await Assert.ThrowsAsync<ServerException>(() => first.RunAsync("SELECT * FROM t"));
        Assert.Contains("t", error.Message, StringComparison.Ordinal);
        await first.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        Assert.Equal(["1"], await second.RunAsync("SELECT n FROM t"));
    }

    [S3Fact(IsSlow = true)]
    public async Task Views_pivots_and_explanations_find_the_files_that_they_read()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE cities AS SELECT * FROM (VALUES ('A', 2000, 1), ('A', 2010, 2), ('B', 2000, 3)) _(city, year, people)");
        Assert.Equal(["city|VARCHAR", "year|INTEGER", "people|INTEGER"], await second.RunAsync("SELECT column_name, column_type FROM (DESCRIBE cities)"));
        Assert.Equal(["3"], await second.RunAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'cities'"));

        await second.RunAsync("CREATE VIEW big AS SELECT * FROM cities WHERE people > 1");
        await second.RunAsync("CREATE VIEW old AS SELECT * FROM cities AT (VERSION => 1)");
        await first.RunAsync("INSERT INTO cities VALUES ('C', 2010, 4)");

        Assert.Equal(["3"], await second.RunAsync("SELECT count(*) FROM big"));
        Assert.Equal(["3"], await second.RunAsync("SELECT count(*) FROM old"));
        Assert.Equal(["A|1|2", "B|3|NULL", "C|NULL|4"], await second.RunAsync("SELECT * FROM (PIVOT cities ON year USING CAST(sum(people) AS BIGINT)) ORDER BY city"));
        Assert.NotEmpty(await second.RunAsync("EXPLAIN SELECT * FROM cities"));
        await first.RunAsync("INSERT INTO cities SELECT city, year + 20, people FROM cities");
        Assert.Equal(["8"], await second.RunAsync("SELECT count(*) FROM cities"));
    }

    [S3Fact]
    public async Task A_transaction_appears_as_a_whole_and_one_that_is_rolled_back_leaves_no_file()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE kept AS SELECT 1 AS n");
        await first.RunAsync("BEGIN");
        await first.RunAsync("INSERT INTO kept VALUES (2)");
        await first.RunAsync("CREATE TABLE made AS SELECT 3 AS n");
        Assert.Equal(["2", "1"], await first.RunAsync("SELECT count(*) FROM kept UNION ALL SELECT count(*) FROM made"));
        Assert.Equal(["kept"], await second.RunAsync("SELECT name FROM pm.datasets"));
        await first.RunAsync("COMMIT");
        Assert.Equal(["2", "1"], await second.RunAsync("SELECT count(*) FROM kept UNION ALL SELECT count(*) FROM made"));

        var before = await first.RunAsync($"SELECT count(*) FROM s3('s3://{_engines.Bucket}/w/**')");
        await first.RunAsync("BEGIN");
        await first.RunAsync("INSERT INTO kept VALUES (4)");
        await first.RunAsync("CREATE TABLE gone AS SELECT 5 AS n");
        await first.RunAsync("ROLLBACK");
        Assert.Equal(before, await first.RunAsync($"SELECT count(*) FROM s3('s3://{_engines.Bucket}/w/**')"));
        Assert.Equal(["2"], await second.RunAsync("SELECT count(*) FROM kept"));
    }

    [S3Fact]
    public async Task Only_statements_that_read_rows_fetch_files()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        await second.RunAsync("INSERT INTO t VALUES (2)");
        Assert.Equal(["n|INTEGER"], await second.RunAsync("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 't'"));
        Assert.NotEmpty(await second.RunAsync("DESCRIBE t"));
        Assert.Equal(1, _engines.Copies("second"));

        Assert.Equal(["2"], await second.RunAsync("SELECT count(*) FROM t"));
        Assert.Equal(2, _engines.Copies("second"));
    }

    [S3Fact(IsSlow = true)]
    public async Task A_query_fetches_only_the_columns_that_it_reads()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT i AS n, i % 10 AS k, md5(i::VARCHAR) AS hash FROM range(200000) _(i)");
        await first.RunAsync("DELETE FROM t WHERE n = 7");
        var whole = long.Parse(Assert.Single(await first.RunAsync("SELECT CAST(sum(size) AS BIGINT) FROM (SELECT max(size) AS size FROM s3('s3://" + _engines.Bucket + "/w/main/**/*.parquet'))")), CultureInfo.InvariantCulture);

        Assert.Equal(["19999900000|900000"], await second.RunAsync("SELECT CAST(sum(n) + 7 AS BIGINT), CAST(sum(k) + 7 AS BIGINT) FROM t"));
        Assert.InRange(_engines.CopiedBytes("second"), 1, whole / 2);
        Assert.Equal(await first.RunAsync("SELECT max(hash), count(*) FROM t WHERE k < 3"), await second.RunAsync("SELECT max(hash), count(*) FROM t WHERE k < 3"));
        await second.RunAsync("UPDATE t SET k = 11 WHERE n = 8");
        Assert.Equal(["1"], await first.RunAsync("SELECT count(*) FROM t WHERE k = 11"));
    }

    [S3Fact]
    public async Task A_data_file_that_is_gone_is_an_error_that_names_it_and_the_session_goes_on()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        var file = Assert.Single(await first.RunAsync($"SELECT path FROM s3('{_engines.Bucket}/w/main/**/*.parquet')"));
        using var client = S3Server.Client(await S3Server.EndpointAsync());
        await client.DeleteObjectAsync(_engines.Bucket, file[$"s3://{_engines.Bucket}/".Length..]);

        var error = await Assert.ThrowsAsync<ServerException>(() => second.RunAsync("SELECT * FROM t"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal($"There is no object '{file}'.", error.Message);
        Assert.Equal(["1"], await second.RunAsync("SELECT 1"));
    }

    [S3Fact]
    public async Task Schemas_made_by_one_can_be_used_by_the_other()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE SCHEMA sales");
        await second.RunAsync("USE sales");
        await second.RunAsync("CREATE TABLE t AS SELECT 7 AS n");
        Assert.Equal(["7"], await first.RunAsync("SELECT n FROM sales.t"));
        await first.RunAsync("DROP TABLE sales.t");
        await first.RunAsync("DROP SCHEMA sales");
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => second.RunAsync("CREATE TABLE u AS SELECT 1 AS n"))).Code);
    }

    [S3Fact]
    public async Task Objects_in_buckets_are_rows_and_stop_with_the_limit()
    {
        await using var session = _engines.First.OpenSession();
        using var client = S3Server.Client(await S3Server.EndpointAsync());
        await Parallel.ForAsync(0, 30, async (i, token) => await client.PutObjectAsync(
            new() { BucketName = _engines.Bucket, Key = $"photos/{i:D2}/a b.{(i % 2 == 0 ? "jpg" : "png")}", ContentBody = $"picture {i}" }, token));

        Assert.Equal(["15|14|image/jpeg"], await session.RunAsync(
            $"SELECT count(*), CAST(sum(size - 8) AS BIGINT) - 11, min(content_type) FROM s3('{_engines.Bucket}/photos/**/*.jpg')"));
        Assert.Equal([$"s3://{_engines.Bucket}/photos/07/a b.png|a b.png|png"], await session.RunAsync(
            $"SELECT path, name, extension FROM s3('s3://{_engines.Bucket}/photos/*/*', start_after => 's3://{_engines.Bucket}/photos/06/a b.jpg') LIMIT 1"));
        Assert.Equal([$"s3://{_engines.Bucket}/photos/00/a b.jpg"], await session.RunAsync($"SELECT obj.uri FROM files('s3://{_engines.Bucket}/photos/00/*')"));
        Assert.Equal(["30"], await session.RunAsync($"SELECT count(*) FROM s3('{_engines.Bucket}/photos/**', versions => true)"));

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM s3('pm-no-such-bucket/*')"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("There is no bucket 'pm-no-such-bucket'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }
}
