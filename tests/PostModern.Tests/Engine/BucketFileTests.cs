using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>DuckDB's own functions over objects in buckets, on a warehouse in a folder.</summary>
public sealed class BucketFileTests : IAsyncLifetime
{
    private EngineWithBucket? _files;
    private Session _session = null!;

    private string Bucket => _files!.Bucket;

    public async Task InitializeAsync()
    {
        _files = await EngineWithBucket.StartAsync();
        _session = _files?.Engine.OpenSession()!;
    }

    public async Task DisposeAsync()
    {
        if (_files is not null)
        {
            await _session.DisposeAsync();
            await _files.DisposeAsync();
        }
    }

    [S3Fact]
    public async Task Files_of_every_format_are_read_by_name_pattern_and_list()
    {
        await UploadAsync("a/one.parquet", "SELECT 1 AS n, 'x' AS s");
        await UploadAsync("a/two.parquet", "SELECT 2 AS n, 'y' AS s");
        await UploadAsync("b/c.csv", "SELECT 3 AS n, 'z' AS s");
        await UploadAsync("b/d e.json", "SELECT 4 AS n, 'ä' AS s");

        Assert.Equal(["1|x"], await RunAsync("FROM read_parquet('{0}/a/one.parquet')"));
        Assert.Equal(["3"], await RunAsync("SELECT CAST(sum(n) AS BIGINT) FROM read_parquet('{0}/a/*.parquet')"));
        Assert.Equal(["2", "1"], await RunAsync("SELECT n FROM parquet_scan(['{0}/a/two.parquet', '{0}/a/one.parquet']) ORDER BY n DESC"));
        Assert.Equal(["1|x"], await RunAsync("SELECT one.n, s FROM '{0}/a/one.parquet'"));
        Assert.Equal(["3"], await RunAsync("SELECT CAST(sum(n) AS BIGINT) FROM \"{0}/a/*.parquet\" t"));
        Assert.Equal(["3|z"], await RunAsync("FROM read_csv('{0}/b/c.csv', header = true)"));
        Assert.Equal(["3|z"], await RunAsync("FROM '{0}/b/c.csv'"));
        Assert.Equal(["4|ä"], await RunAsync("FROM read_json_auto('{0}/b/*.json')"));
        Assert.Equal(["n|BIGINT"], await RunAsync("SELECT column_name, column_type FROM (DESCRIBE FROM read_csv('{0}/b/c.csv')) LIMIT 1"));
        Assert.Equal(["1|1"], await RunAsync("SELECT num_row_groups, num_rows FROM parquet_file_metadata('{0}/a/one.parquet')"));
        Assert.Equal(["n", "s"], await RunAsync("SELECT name FROM parquet_schema('{0}/a/one.parquet') WHERE type IS NOT NULL"));
        Assert.Equal([","], await RunAsync("SELECT Delimiter FROM sniff_csv('{0}/b/c.csv')"));
        Assert.Equal(["1|2|y"], await RunAsync("SELECT a.n, b.n, b.s FROM '{0}/a/one.parquet' a, '{0}/a/two.parquet' b"));
    }

    [S3Fact]
    public async Task Partitions_and_file_names_come_from_the_objects_uris()
    {
        await UploadAsync("sales/year=2023/part.parquet", "SELECT 1 AS n");
        await UploadAsync("sales/year=2024/part.parquet", "SELECT 2 AS n");
        await UploadAsync("notes/it's [1].txt", "SELECT 'hello'", "(FORMAT csv, HEADER false)");

        Assert.Equal(["1|2023", "2|2024"], await RunAsync("SELECT n, year FROM read_parquet('{0}/sales/**/*.parquet') ORDER BY n"));
        Assert.Equal(["2"], await RunAsync("SELECT n FROM read_parquet('{0}/sales/*/*.parquet', hive_partitioning = true) WHERE year = 2024"));
        Assert.Equal(
            [$"2|s3://{Bucket}/sales/year=2024/part.parquet"],
            await RunAsync("SELECT n, filename FROM read_parquet('{0}/sales/*/*.parquet', filename = true) WHERE filename LIKE '%2024%'"));
        Assert.Equal(
            [$"s3://{Bucket}/notes/it's [1].txt|hello\n|True"],
            await RunAsync("SELECT filename, content, last_modified > now() - INTERVAL 1 HOUR FROM read_text('{0}/notes/it''s [1].txt')"));
    }

    [S3Fact]
    public async Task Every_kind_of_statement_reads_them()
    {
        await UploadAsync("t.parquet", "SELECT i AS n, i % 3 AS k FROM range(10) _(i)");
        await UploadAsync("more.csv", "SELECT 100 AS n, 1 AS k");

        Assert.Empty(await RunAsync("CREATE TABLE made AS SELECT * FROM read_parquet('{0}/t.parquet')"));
        await RunAsync("INSERT INTO made SELECT * FROM '{0}/t.parquet' WHERE n > 7");
        await RunAsync("COPY made FROM '{0}/more.csv' (HEADER)");
        Assert.Equal(["13|162"], await RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM made"));
        await RunAsync("UPDATE made SET k = 7 WHERE n IN (SELECT n FROM '{0}/more.csv')");
        await RunAsync("DELETE FROM made WHERE n < (SELECT max(n) FROM read_parquet('{0}/t.parquet'))");
        Assert.Equal(["9|0", "9|0", "100|7"], await RunAsync("SELECT * FROM made ORDER BY n"));
        await RunAsync("MERGE INTO made m USING read_csv('{0}/more.csv') c ON m.n = c.n WHEN MATCHED THEN UPDATE SET k = c.k");
        Assert.Equal(["1"], await RunAsync("SELECT k FROM made WHERE n = 100"));
        Assert.NotEmpty(await RunAsync("EXPLAIN SELECT * FROM '{0}/t.parquet'"));
        await RunAsync("CREATE TEMP TABLE kept AS SELECT * FROM '{0}/t.parquet'");
        Assert.Equal(["10"], await RunAsync("SELECT count(*) FROM kept"));
        Assert.Equal(["0|4", "1|3", "2|3"], await RunAsync("WITH w AS (FROM '{0}/t.parquet') SELECT k, count(*) FROM w GROUP BY k ORDER BY k"));
    }

    [S3Fact]
    public async Task A_version_says_which_objects_it_was_made_of()
    {
        await UploadAsync("in/1.parquet", "SELECT 1 AS n");
        await UploadAsync("in/2.parquet", "SELECT 2 AS n");
        await RunAsync("CREATE TABLE made AS SELECT * FROM read_parquet('{0}/in/*.parquet')");

        Assert.Contains($"listing|files('s3://{Bucket}/in/*.parquet')|ok|NULL", await RunAsync("VERIFY made"));
        await UploadAsync("in/3.parquet", "SELECT 3 AS n");
        Assert.Contains($"listing|files('s3://{Bucket}/in/*.parquet')|changed|There were 2 objects, there are 3, and not the same ones.", await RunAsync("VERIFY made"));
        await RunAsync("REFRESH made");
        Assert.Equal(["3"], await RunAsync("SELECT count(*) FROM made"));
    }

    [S3Fact]
    public async Task What_is_missing_is_an_error_that_names_it_and_the_session_goes_on()
    {
        await UploadAsync("t.parquet", "SELECT 1 AS n");
        Assert.Equal($"There is no object or folder 's3://{Bucket}/no.parquet'.", await FailAsync(ErrorCode.NotFound, "FROM read_parquet('{0}/no.parquet')"));
        Assert.Contains("There is no bucket 'pm-no-such'", await FailAsync(ErrorCode.NotFound, "FROM 's3://pm-no-such/x.parquet'"), StringComparison.Ordinal);
        Assert.Contains("No object matches", await FailAsync(ErrorCode.NotFound, "FROM read_csv('{0}/*.csv')"), StringComparison.Ordinal);
        Assert.Contains("literal", await FailAsync(ErrorCode.InvalidInput, "SELECT * FROM read_parquet('{0}/' || 't.parquet')"), StringComparison.Ordinal);
        Assert.Equal(["1"], await RunAsync("SELECT 1"));
    }

    [S3Fact]
    public async Task Copies_to_a_bucket_appear_whole_with_every_option()
    {
        await RunAsync("CREATE TABLE t AS SELECT i AS n, i % 2 AS k FROM range(100) _(i)");
        foreach (var (name, options) in (ValueTuple<string, string>[])[("o.parquet", ""), ("o.csv", "(HEADER, DELIMITER ';')"), ("o.json", ""), ("o.bin", "(FORMAT parquet, COMPRESSION zstd)")])
        {
            await using var statement = await _session.PrepareAsync($"COPY (SELECT * FROM t WHERE n < 40) TO 's3://{Bucket}/out/{name}' {options}", default);
            await using var result = await statement.ExecuteAsync(null, default);
            Assert.Equal(40, result.RowsAffected);
        }

        Assert.Equal(["40|40|40|40"], await RunAsync(
            "SELECT (SELECT count(*) FROM '{0}/out/o.parquet'), (SELECT count(n) FROM read_csv('{0}/out/o.csv')), (SELECT count(n) FROM '{0}/out/o.json'), (SELECT count(n) FROM read_parquet('{0}/out/o.bin'))"));
        await RunAsync("COPY t TO '{0}/parts' (FORMAT parquet, PARTITION_BY (k))");
        Assert.Equal(["0|50", "1|50"], await RunAsync("SELECT k, count(*) FROM read_parquet('{0}/parts/*/*.parquet') GROUP BY k ORDER BY k"));
        Assert.Contains("OVERWRITE", await FailAsync(ErrorCode.AlreadyExists, "COPY t TO '{0}/parts' (FORMAT parquet, PARTITION_BY (k))"), StringComparison.Ordinal);
        await RunAsync("COPY (FROM t WHERE k = 1) TO '{0}/parts' (FORMAT parquet, PARTITION_BY (k), OVERWRITE)");
        Assert.Equal(["1|50"], await RunAsync("SELECT k, count(*) FROM read_parquet('{0}/parts/*/*.parquet') GROUP BY k ORDER BY k"));
        await RunAsync("COPY t TO '{0}/threads' (FORMAT csv, PER_THREAD_OUTPUT)");
        Assert.Equal(["100"], await RunAsync("SELECT count(*) FROM read_csv('{0}/threads/*.csv')"));
    }

    [S3Fact]
    public async Task A_copy_that_fails_leaves_no_object()
    {
        Assert.Contains("late", await FailAsync(ErrorCode.InvalidInput, "COPY (SELECT CASE WHEN i = 99999 THEN error('late') ELSE i END FROM range(100000) _(i)) TO '{0}/no.parquet'"), StringComparison.Ordinal);
        Assert.Equal(["0"], await RunAsync("SELECT count(*) FROM s3('{0}')"));
        Assert.Contains("'pm-no-such'", await FailAsync(ErrorCode.NotFound, "COPY (SELECT 1) TO 's3://pm-no-such/x.parquet'"), StringComparison.Ordinal);
        Assert.Contains("https://host/x.csv", await FailAsync(ErrorCode.Unsupported, "COPY (SELECT 1) TO 'https://host/x.csv'"), StringComparison.Ordinal);
        Assert.Equal(["1"], await RunAsync("SELECT 1"));
    }

    [S3Fact]
    public async Task An_object_that_was_replaced_is_read_anew()
    {
        await UploadAsync("t.parquet", "SELECT 1 AS n");
        Assert.Equal(["1"], await RunAsync("FROM '{0}/t.parquet'"));
        await UploadAsync("t.parquet", "SELECT 2 AS n");
        Assert.Equal(["2"], await RunAsync("FROM '{0}/t.parquet'"));
    }

    private Task<IReadOnlyList<string>> RunAsync(string sql) => _session.RunAsync(sql.Replace("{0}", $"s3://{Bucket}", StringComparison.Ordinal));

    private async Task<string> FailAsync(ErrorCode code, string sql)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => RunAsync(sql));
        Assert.Equal(code, error.Code);
        return error.Message;
    }

    /// <summary>Writes a query's rows as an object of the format that the key's extension names.</summary>
    private async Task UploadAsync(string key, string query, string options = "")
    {
        var file = Path.Combine(_files!.Folder.FullName, $"{Guid.NewGuid():N}{Path.GetExtension(key)}");
        await _session.RunAsync($"COPY ({query}) TO '{file}' {options}");
        await _files!.Client.PutObjectAsync(new() { BucketName = Bucket, Key = key, FilePath = file });
    }
}
