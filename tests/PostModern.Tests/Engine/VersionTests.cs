using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine;

public class VersionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task A_statement_reads_one_version_of_a_dataset_however_often_it_names_it()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE twice AS SELECT 1 AS n");
        await using var statement = await session.PrepareAsync("SELECT (SELECT count(*) FROM twice), t.n FROM main.twice AS t, twice", default);
        await using var result = await statement.ExecuteAsync(null, default);
        await fixture.Engine.OpenSession().RunAsync("INSERT INTO twice VALUES (2)");
        var rows = 0;
        await foreach (var batch in result.ReadBatchesAsync())
        {
            rows += batch.Length;
            batch.Dispose();
        }

        Assert.Equal(1, rows);
        Assert.Equal(4, (await session.RunAsync("SELECT (SELECT count(*) FROM twice), t.n FROM main.twice AS t, twice")).Count);
    }

    [Fact]
    public async Task A_prepared_statement_reads_the_latest_version_at_each_execution()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE moving AS SELECT 1 AS n");
        await using var statement = await session.PrepareAsync("SELECT sum(n)::INTEGER FROM moving", default);
        await session.RunAsync("INSERT INTO moving VALUES (10)");
        await using var result = await statement.ExecuteAsync(null, default);
        await foreach (var batch in result.ReadBatchesAsync())
        {
            Assert.Equal(11, batch.Columns[0].Values<int>()[0]);
            batch.Dispose();
        }
    }

    [Fact]
    public async Task Two_engines_on_one_warehouse_see_each_others_commits()
    {
        await using var other = await fixture.OpenAsync();
        await using var ours = fixture.Engine.OpenSession();
        await using var theirs = other.OpenSession();
        await ours.RunAsync("CREATE TABLE shared AS SELECT 1 AS n");
        Assert.Equal(["1"], await theirs.RunAsync("FROM shared"));
        await theirs.RunAsync("INSERT INTO shared VALUES (2)");
        Assert.Equal(["1", "2"], await ours.RunAsync("FROM shared ORDER BY n"));
        await theirs.RunAsync("DROP TABLE shared");
        await Assert.ThrowsAsync<ServerException>(() => ours.RunAsync("FROM shared"));
        await ours.RunAsync("CREATE TABLE shared AS SELECT 'new' AS n");
        Assert.Equal(["new"], await theirs.RunAsync("FROM shared"));
    }

    [Theory]
    [InlineData("WITH past AS (SELECT 7 AS n) SELECT n FROM past", "7")]
    [InlineData("SELECT past.n FROM past", "1")]
    [InlineData("SELECT main.past.n FROM main.past", "1")]
    [InlineData("SELECT p.n FROM past AS p WHERE p.n IN (SELECT n FROM past)", "1")]
    [InlineData("SELECT '✓ é' || n FROM past", "✓ é1")]
    [InlineData("FROM past SELECT n", "1")]
    [InlineData("SELECT n FROM (SELECT n FROM past UNION SELECT n FROM past)", "1")]
    [InlineData("WITH RECURSIVE r AS (SELECT n FROM past UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT max(n) FROM r", "3")]
    [InlineData("SELECT column_name FROM (DESCRIBE past)", "n")]
    public async Task Names_mean_what_they_mean_in_DuckDB(string sql, string row)
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE IF NOT EXISTS past AS SELECT 1 AS n");
        Assert.Equal([row], await session.RunAsync(sql));
    }

    [Fact]
    public async Task The_recipe_names_the_versions_that_were_read()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE source AS SELECT 1 AS n");
        await session.RunAsync("INSERT INTO source VALUES (2)");
        await session.RunAsync("CREATE TABLE derived AS SELECT * FROM source UNION ALL SELECT * FROM source AS OF VERSION 1");
        var log = await File.ReadAllTextAsync(Path.Combine(fixture.Warehouse, "main", "derived", "_delta_log", "00000000000000000001.json"));
        const string Input = """{"schema":"main","name":"source","version":\d,"tableId":"[0-9a-f-]{36}"}""";
        Assert.Matches($"\"inputs\":\\[{Input},{Input}\\]", log);
    }
}
