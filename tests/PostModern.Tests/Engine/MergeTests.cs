using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine;

public class MergeTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string Upsert = "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *";

    [Fact]
    public async Task Only_files_with_changed_rows_are_written_anew_and_all_is_one_version()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE parts AS SELECT i AS id, 'a' AS word FROM range(3) r(i)");
        await session.RunAsync("INSERT INTO parts SELECT i, 'b' FROM range(10, 13) r(i)");
        var untouched = Files("parts");

        var rows = await session.RunAsync(
            $"MERGE INTO parts USING (VALUES (11, 'new'), (20, 'more')) AS s(id, word) ON parts.id = s.id {Upsert} RETURNING merge_action, id, word");

        Assert.Equal(["INSERT|20|more", "UPDATE|11|new"], rows.Order());
        Assert.Equal(untouched.Count + 1, Files("parts").Count);
        Assert.Equal(["0|a", "1|a", "2|a", "10|b", "11|new", "12|b", "20|more"], await session.RunAsync("FROM parts ORDER BY id"));
        Assert.Equal(["3|MERGE|7"], await session.RunAsync("SELECT version, operation, rows FROM pm.versions('parts') LIMIT 1"));

        // Inserting alone touches no file.
        await session.RunAsync($"MERGE INTO parts USING (VALUES (30, 'x')) AS s(id, word) USING (id) {Upsert}");
        Assert.Equal(untouched.Count + 2, Files("parts").Count);
    }

    [Fact]
    public async Task Source_condition_and_values_are_evaluated_once()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE SEQUENCE reads");
        await session.RunAsync("CREATE SEQUENCE sets");
        await session.RunAsync("CREATE TABLE once AS SELECT i AS id, 0 AS a, 0 AS b FROM range(4) r(i)");

        await session.RunAsync(
            """
            MERGE INTO once AS t USING (SELECT i AS id, nextval('reads') AS a FROM range(2, 7) r(i)) AS s ON t.id = s.id
            WHEN MATCHED AND nextval('sets') > 0 THEN UPDATE SET a = s.a, b = nextval('sets')
            WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.a, nextval('sets'))
            WHEN NOT MATCHED BY SOURCE THEN UPDATE SET b = nextval('sets')
            """);

        Assert.Equal(["0|0", "1|0", "2|1", "3|2", "4|3", "5|4", "6|5"], await session.RunAsync("SELECT id, a FROM once ORDER BY id"));
        Assert.Equal(["6"], await session.RunAsync("SELECT nextval('reads')"));
        Assert.Equal(["10"], await session.RunAsync("SELECT nextval('sets')"));
    }

    [Fact]
    public async Task Parameters_bind_in_every_part()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE bound_merge AS SELECT i AS id, 'old' AS word FROM range(3) r(i)");

        var rows = await session.RunAsync(
            """
            MERGE INTO bound_merge AS t USING (SELECT CAST(? AS BIGINT) AS id UNION ALL SELECT 8) AS s ON t.id = s.id AND t.id < ?
            WHEN MATCHED AND t.word = ? THEN UPDATE SET word = ?
            WHEN NOT MATCHED THEN INSERT (id, word) VALUES (s.id, ?)
            RETURNING id + CAST(? AS BIGINT) AS id, word
            """,
            Values.Row(1L, 100L, "old", "set", "added", 1000L));

        Assert.Equal(["1001|set", "1008|added"], rows.Order());
    }

    [Fact]
    public async Task Two_source_rows_for_one_row_are_an_error_unless_both_delete_it()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE doubted AS SELECT i AS id FROM range(3) r(i)");
        const string source = "MERGE INTO doubted USING (VALUES (1), (1)) AS s(id) ON doubted.id = s.id";

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync($"{source} WHEN MATCHED THEN UPDATE SET id = 5"));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("1 of its rows match several rows of s", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('doubted')"));

        Assert.Equal(["1"], await session.RunAsync($"{source} WHEN MATCHED THEN DELETE RETURNING id"));
        Assert.Equal(["0", "2"], await session.RunAsync("FROM doubted ORDER BY id"));
    }

    [Fact]
    public async Task A_merge_that_changes_nothing_makes_no_version()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE still AS SELECT 1 AS id");

        Assert.Empty(await session.RunAsync("MERGE INTO still USING (SELECT 2 AS id) AS s USING (id) WHEN MATCHED THEN DELETE RETURNING merge_action, *"));
        Assert.Empty(await session.RunAsync("MERGE INTO still USING (SELECT 1 AS id) AS s USING (id) WHEN MATCHED THEN DO NOTHING"));

        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('still')"));
    }

    [Fact]
    public async Task Two_merges_that_insert_the_same_key_conflict()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE raced (id INTEGER)");
        const string merge = "MERGE INTO raced USING (SELECT 1 AS id) AS s USING (id) WHEN NOT MATCHED THEN INSERT *";
        await session.RunAsync("BEGIN");
        await session.RunAsync(merge);
        await other.RunAsync(merge);

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("COMMIT"));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(["1"], await session.RunAsync("FROM raced"));
    }

    [Theory]
    [InlineData("USING nowhere ON true WHEN MATCHED THEN DELETE", "nowhere")]
    [InlineData("USING (SELECT 1 AS id) AS s ON s.nothing = 1 WHEN MATCHED THEN DELETE", "nothing")]
    [InlineData("USING (SELECT 1 AS id) AS s USING (id) WHEN MATCHED THEN UPDATE SET z = 1", "no column 'z'")]
    [InlineData("USING (SELECT 1 AS id) AS s USING (id) WHEN MATCHED THEN UPDATE SET word = 'a', word = 'b'", "set twice")]
    [InlineData("USING (SELECT 1 AS id) AS s USING (id) WHEN MATCHED THEN UPDATE SET *", "s has no column 'word'")]
    [InlineData("USING (SELECT 1 AS id, 2 AS z) AS s USING (id) WHEN NOT MATCHED THEN INSERT BY NAME", "no column 'z'")]
    [InlineData("USING (SELECT 2 AS id) AS s USING (id) WHEN NOT MATCHED THEN INSERT VALUES (1)", "fills 2 columns (id, word), but 1 values")]
    [InlineData("USING (SELECT 2 AS id) AS s USING (id) WHEN NOT MATCHED THEN INSERT (id) VALUES ('none')", "none")]
    [InlineData("USING (SELECT 1 AS id) AS s USING (id) WHEN MATCHED THEN ERROR 'row ' || s.id || ' is there'", "row 1 is there")]
    [InlineData("USING (SELECT 1 AS id) AS s USING (id) WHEN NOT MATCHED BY SOURCE THEN ERROR WHEN MATCHED THEN DELETE RETURNING 1 // 0, error('returned')", "returned")]
    public async Task A_merge_that_is_wrong_says_why_and_changes_nothing(string merge, string words)
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE IF NOT EXISTS merged AS SELECT 1 AS id, 'one' AS word");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync($"MERGE INTO merged {merge}"));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(["1|one"], await session.RunAsync("FROM merged"));
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('merged')"));
        Assert.Single(Files("merged"));
    }

    private HashSet<string> Files(string dataset) =>
        [.. Directory.GetFiles(fixture.Warehouse, "*.parquet", SearchOption.AllDirectories).Where(f => f.Contains($"/{dataset}/", StringComparison.Ordinal))];
}
