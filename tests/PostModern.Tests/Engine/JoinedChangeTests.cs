using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine;

/// <summary>UPDATE … FROM and DELETE … USING, and what all changes of rows have in common.</summary>
public class JoinedChangeTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Only_files_that_hold_changed_rows_are_written_anew()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE parted AS SELECT i AS id, 'a' AS word FROM range(3) r(i)");
        await session.RunAsync("INSERT INTO parted SELECT i, 'b' FROM range(10, 13) r(i)");
        var before = Files("parted");

        await session.RunAsync("UPDATE parted SET word = 'c' FROM (VALUES (11), (12)) AS v(id) WHERE parted.id = v.id");
        Assert.Equal(3, Files("parted").Count);
        Assert.Equal(["0|a", "1|a", "2|a", "10|b", "11|c", "12|c"], await session.RunAsync("FROM parted ORDER BY id"));

        await session.RunAsync("DELETE FROM parted USING (VALUES (1)) AS v(id) WHERE parted.id = v.id");
        Assert.Equal(4, Files("parted").Count);
        Assert.Subset(Files("parted"), before);
        Assert.Equal(["0|a", "2|a", "10|b", "11|c", "12|c"], await session.RunAsync("FROM parted ORDER BY id"));
    }

    [Fact]
    public async Task Each_expression_is_evaluated_once_for_a_row_that_changes()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE SEQUENCE calls");
        await session.RunAsync("CREATE TABLE counted AS SELECT i AS id, 0 AS a, 0 AS b FROM range(5) r(i)");

        await session.RunAsync("UPDATE counted SET a = nextval('calls'), b = 7 FROM range(2) AS r(i) WHERE id = r.i % 3 OR id = 4");
        Assert.Equal(["3|3|3"], await session.RunAsync("SELECT count(DISTINCT a), max(a), count(*) FILTER (b = 7) FROM counted WHERE a > 0"));
        Assert.Equal(["4"], await session.RunAsync("SELECT nextval('calls')"));

        await session.RunAsync("DELETE FROM counted WHERE nextval('calls') < 8");
        Assert.Equal(["10"], await session.RunAsync("SELECT nextval('calls')"));
        Assert.Equal(["2"], await session.RunAsync("SELECT count(*) FROM counted"));
    }

    [Fact]
    public async Task Parameters_bind_in_the_joined_tables_too()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE joined AS SELECT i AS id, 'old' AS word FROM range(4) r(i)");

        await session.RunAsync("UPDATE joined SET word = ? FROM range(?) AS r(i) WHERE id = r.i", Values.Row("new", 2L));
        await session.RunAsync("DELETE FROM joined USING (SELECT CAST(? AS BIGINT) AS id) AS gone WHERE joined.id = gone.id", Values.Row(1L));

        Assert.Equal(["0|new", "2|old", "3|old"], await session.RunAsync("FROM joined ORDER BY id"));
    }

    [Fact]
    public async Task A_concurrent_writer_is_a_conflict()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE contended AS SELECT i AS id FROM range(4) r(i)");
        await session.RunAsync("BEGIN");
        await session.RunAsync("DELETE FROM contended USING (VALUES (1)) AS v(id) WHERE v.id = contended.id");
        await other.RunAsync("UPDATE contended SET id = 9 FROM (VALUES (2)) AS v(id) WHERE v.id = contended.id");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("COMMIT"));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(["0", "1", "3", "9"], await session.RunAsync("FROM contended ORDER BY id"));
    }

    [Theory]
    [InlineData("UPDATE intact SET n = 1 FROM nowhere", "nowhere")]
    [InlineData("UPDATE intact SET n = v.x FROM (VALUES ('no number')) AS v(x)", "no number")]
    [InlineData("UPDATE intact SET n = 1 RETURNING CAST('no number' AS INTEGER)", "no number")]
    [InlineData("UPDATE intact SET n = 1 FROM (VALUES (1)) AS v(x) RETURNING v.x", "v")]
    [InlineData("DELETE FROM intact USING intact AS other WHERE n = 1", "mbiguous")]
    [InlineData("INSERT INTO intact VALUES (2) RETURNING error('late')", "late")]
    [InlineData("INSERT OR REPLACE INTO intact VALUES (1)", "MERGE INTO intact")]
    [InlineData("INSERT INTO intact VALUES (1) ON CONFLICT DO NOTHING", "MERGE INTO intact")]
    [InlineData("COPY intact FROM 'missing.csv'", "missing.csv")]
    [InlineData("COPY intact (z) FROM 'missing.csv'", "no column 'z'")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM intact", "EXPLAIN ANALYZE would make the change")]
    public async Task A_change_that_fails_leaves_neither_a_version_nor_a_file(string sql, string words)
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE IF NOT EXISTS intact AS SELECT 1 AS n");
        var files = Files("intact").Count;

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(sql));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM intact"));
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('intact')"));
        Assert.Equal(files, Files("intact").Count);
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'pm_rows%'"));
    }

    private HashSet<string> Files(string dataset) =>
        [.. Directory.GetFiles(fixture.Warehouse, "*.parquet", SearchOption.AllDirectories).Where(f => f.Contains($"/{dataset}/", StringComparison.Ordinal))];
}
