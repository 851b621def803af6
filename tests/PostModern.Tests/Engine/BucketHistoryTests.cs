using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>What changes datasets and their past works in a bucket as it does in a folder.</summary>
public sealed class BucketHistoryTests : IAsyncLifetime
{
    private readonly BucketEngines _engines = new();

    public Task InitializeAsync() => _engines.InitializeAsync();

    public Task DisposeAsync() => _engines.DisposeAsync();

    [S3Fact(IsSlow = true)]
    public async Task Every_version_of_every_kind_of_change_reads_the_same_in_an_engine_that_comes_later()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t (day VARCHAR, n INTEGER, name VARCHAR) PARTITION BY (day)");
        await first.RunAsync("ALTER TABLE t SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        var states = new List<string> { await StateAsync(first) };
        foreach (var (session, change) in Changes(first, second))
        {
            await session.RunAsync(change);
            states.Add(await StateAsync(session));
        }

        Assert.NotEmpty(await first.RunAsync($"SELECT path FROM s3('{_engines.Bucket}/w/main/t/**/*.checkpoint.parquet')"));
        Assert.NotEmpty(await first.RunAsync($"SELECT path FROM s3('{_engines.Bucket}/w/main/t/*/deletion_vector_*')"));
        await using var late = (await _engines.OpenAsync("late")).OpenSession();
        for (var version = 2; version < states.Count + 2; version++)
        {
            Assert.Equal(states[version - 2], await StateAsync(late, $"t AS OF VERSION {version}"));
        }

        Assert.Equal(states[^1], await StateAsync(late));
        Assert.Equal(states.Count + 1, (await late.RunAsync("FROM pm.versions('t')")).Count);
    }

    [S3Fact]
    public async Task Tags_keep_names_and_restoring_goes_back_to_them()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        await first.RunAsync("CREATE TAG good ON t");
        await second.RunAsync("UPDATE t SET n = 2");
        Assert.Equal(["1|2"], await second.RunAsync("SELECT a.n, b.n FROM t AS OF TAG 'good' AS a, t AS b"));
        await second.RunAsync("RESTORE t TO TAG 'good'");
        Assert.Equal(["1"], await first.RunAsync("FROM t"));
        Assert.Equal(["3|RESTORE"], await first.RunAsync("SELECT version, operation FROM pm.history('t') ORDER BY version DESC LIMIT 1"));
        await first.RunAsync("DROP TAG good ON t");
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => second.RunAsync("FROM t AS OF TAG 'good'"))).Code);
    }

    [S3Fact]
    public async Task Clones_are_copied_by_the_service_and_shallow_ones_read_their_sources_files()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t PARTITION BY (part) AS SELECT i AS n, 'a b' AS part FROM range(100) _(i)");
        await first.RunAsync("ALTER TABLE t SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        await first.RunAsync("DELETE FROM t WHERE n = 7");
        await second.RunAsync("CREATE TABLE deep CLONE t");
        await second.RunAsync("CREATE TABLE shallow SHALLOW CLONE t");
        Assert.Equal(0, _engines.Copies("second"));

        Assert.Equal(["99|99"], await second.RunAsync("SELECT count(*), (SELECT count(*) FROM deep) FROM shallow"));
        await first.RunAsync("INSERT INTO shallow VALUES (7, 'c')");
        Assert.Equal(["100"], await second.RunAsync("SELECT count(*) FROM shallow"));
        await first.RunAsync("DROP TABLE t");
        Assert.Equal(["99"], await (await _engines.OpenAsync("late")).OpenSession().RunAsync("SELECT count(*) FROM deep"));
    }

    [S3Fact]
    public async Task Optimizing_packs_small_files_and_vacuum_removes_them_from_the_bucket()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT 0 AS n");
        for (var i = 1; i <= 4; i++)
        {
            await first.RunAsync($"INSERT INTO t VALUES ({i})");
        }

        await second.RunAsync("OPTIMIZE t ORDER BY n");
        Assert.Equal(["0", "1", "2", "3", "4"], await first.RunAsync("FROM t"));
        Assert.Empty(await first.RunAsync("VACUUM t DRY RUN"));
        Assert.Equal(6, await ObjectsAsync(first, "t/*/*.parquet"));

        await first.RunAsync("SET pm.retention_check = 'off'");
        Assert.Equal(5, (await first.RunAsync("VACUUM t RETAIN 0 HOURS DRY RUN")).Count);
        await first.RunAsync("VACUUM t RETAIN 0 HOURS");
        Assert.Equal(1, await ObjectsAsync(first, "t/*/*.parquet"));
        Assert.Equal(["5"], await second.RunAsync("SELECT count(*) FROM t"));
        var error = await Assert.ThrowsAsync<ServerException>(() => second.RunAsync("FROM t AS OF VERSION 2"));
        Assert.Contains("VACUUM removes files", error.Message, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_query_fetches_only_the_files_that_its_filters_leave()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t PARTITION BY (part) AS SELECT i AS n, i % 20 AS part FROM range(200) _(i)");
        Assert.Equal(["10|1000"], await second.RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM t WHERE part = 10"));
        Assert.Equal(1, _engines.Copies("second"));
        Assert.Equal(["20"], await second.RunAsync("SELECT count(*) FROM t AS OF VERSION 1 WHERE part IN (10, 11)"));
        Assert.Equal(2, _engines.Copies("second"));
        Assert.Equal(["200"], await second.RunAsync("SELECT max(count) FROM (SUMMARIZE t)"));
        Assert.Equal(20, _engines.Copies("second"));
    }

    [S3Fact]
    public async Task Renaming_is_refused_with_the_way_round_it()
    {
        await using var first = _engines.First.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        var error = await Assert.ThrowsAsync<ServerException>(() => first.RunAsync("ALTER TABLE t RENAME TO u"));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("CREATE TABLE u CLONE t", error.Message, StringComparison.Ordinal);
        await first.RunAsync("CREATE TABLE u CLONE t");
        await first.RunAsync("DROP TABLE t");
        Assert.Equal(["1"], await first.RunAsync("FROM u"));
    }

    /// <summary>From version 3 on, each change makes one.</summary>
    private static IEnumerable<(Session Session, string Change)> Changes(Session first, Session second)
    {
        for (var i = 0; i < 9; i++)
        {
            yield return (i % 2 == 0 ? first : second, $"INSERT INTO t SELECT CASE WHEN i % 2 = 0 THEN 'a b' ELSE 'c/%d' END, i + {100 * i}, 'row ' || i FROM range(100) _(i)");
        }

        yield return (second, "UPDATE t SET n = -n WHERE n BETWEEN 40 AND 130");
        yield return (first, "DELETE FROM t WHERE n IN (203, 204, 350)");
        yield return (second, "MERGE INTO t USING (SELECT i AS n, 'merged' AS name FROM range(195, 1005) _(i)) AS s ON t.n = s.n "
            + "WHEN MATCHED AND s.n % 50 = 0 THEN DELETE WHEN MATCHED AND s.n % 7 = 0 THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (day, n, name) VALUES (NULL, s.n, s.name)");
        yield return (first, "ALTER TABLE t ADD COLUMN more INTEGER");
        yield return (second, "UPDATE t SET more = n WHERE day = 'c/%d'");
        yield return (first, "ALTER TABLE t RENAME COLUMN name TO title");
        yield return (second, "INSERT INTO t SELECT day, n, title, more FROM t WHERE n < 0");
        yield return (first, "OPTIMIZE t");
        yield return (second, "DELETE FROM t WHERE n = 301");
        yield return (first, "RESTORE t TO VERSION AS OF 12");
    }

    /// <summary>How many rows there are, and a number that changes with each of them.</summary>
    private static async Task<string> StateAsync(Session session, string table = "t") =>
        Assert.Single(await session.RunAsync($"SELECT count(*), bit_xor(hash(t)) FROM {table}"));

    private async Task<int> ObjectsAsync(Session session, string pattern) =>
        (await session.RunAsync($"SELECT path FROM s3('{_engines.Bucket}/w/main/{pattern}')")).Count;
}
