using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine;

public class ReturningTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task The_columns_are_known_before_the_statement_runs_and_the_count_after()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE told (id BIGINT, word VARCHAR)");

        await using var statement = await session.PrepareAsync("INSERT INTO told VALUES (?, ?) RETURNING id + 1 AS next, word", default);
        Assert.True(statement is { IsQuery: true, ChangesRows: true, IsSchemaKnown: true });
        Assert.Equal(["next", "word"], statement.Schema.Fields.Select(f => f.Name));
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM told"));

        await using var result = await statement.ExecuteAsync(Values.Row(1L, "a"), default);
        Assert.Equal(1, result.RowsAffected);
        Assert.Equal(["2|a"], await RowsAsync(result));
    }

    [Fact]
    public async Task Rows_that_nobody_reads_are_changed_all_the_same_and_leave_nothing_behind()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE unread AS SELECT 1 AS n");
        await using (var statement = await session.PrepareAsync("UPDATE unread SET n = n + 1 RETURNING n", default))
        {
            await using var result = await statement.ExecuteAsync(null, default);
            Assert.Equal(1, result.RowsAffected);
        }

        Assert.Equal(["2"], await session.RunAsync("FROM unread"));
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'pm_rows%'"));
    }

    [Fact]
    public async Task A_prepared_change_can_run_again_and_again()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE again AS SELECT 0 AS n");
        await using var statement = await session.PrepareAsync("UPDATE again SET n = n + 1 RETURNING n", default);
        for (var run = 1; run <= 3; run++)
        {
            await using var result = await statement.ExecuteAsync(null, default);
            Assert.Equal([$"{run}"], await RowsAsync(result));
        }
    }

    [Theory]
    [InlineData("INSERT INTO runs VALUES ($1, $2) RETURNING id, word", "1|a,2|b")]
    [InlineData("UPDATE runs SET word = word || $2 WHERE id >= $1 RETURNING id, word", "1|xa,2|xa,2|xab")]
    [InlineData("INSERT INTO runs VALUES ($1, 'y') RETURNING id, CAST($2 AS VARCHAR)", "1|a,2|b")]
    public async Task Every_row_of_parameters_returns_its_rows_and_all_are_one_version(string sql, string rows)
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE OR REPLACE TABLE runs AS SELECT i AS id, 'x' AS word FROM range(1, 3) r(i)");
        var version = long.Parse((await session.RunAsync("SELECT max(version) FROM pm.versions('runs')"))[0], System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(rows.Split(','), (await session.RunAsync(sql, Values.Rows([1L, "a"], [2L, "b"]))).Order());
        Assert.Equal([$"{version + 1}"], await session.RunAsync("SELECT max(version) FROM pm.versions('runs')"));
    }

    [Fact]
    public async Task A_column_whose_type_comes_from_a_parameter_needs_a_cast()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE untyped AS SELECT 1 AS n");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("DELETE FROM untyped RETURNING $1 AS v", Values.Row("text")));
        Assert.Contains("Give the parameter a type", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await session.RunAsync("FROM untyped"));

        Assert.Equal(["text|1"], await session.RunAsync("DELETE FROM untyped RETURNING CAST($1 AS VARCHAR) AS v, n", Values.Row("text")));
    }

    [Fact]
    public async Task In_a_transaction_rows_are_returned_at_once()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE held AS SELECT 1 AS n");
        await session.RunAsync("BEGIN");
        Assert.Equal(["2"], await session.RunAsync("INSERT INTO held VALUES (2) RETURNING n"));
        Assert.Equal(["1", "2"], (await session.RunAsync("DELETE FROM held RETURNING *")).Order());
        await session.RunAsync("ROLLBACK");
        Assert.Equal(["1"], await session.RunAsync("FROM held"));
    }

    private static async Task<List<string>> RowsAsync(PostModern.Engine.Sessions.StatementResult result)
    {
        var rows = new List<string>();
        await foreach (var batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => string.Join('|', batch.Columns.Select(c => ColumnValue.Get(c, row) ?? "NULL"))));
            }
        }

        return rows;
    }
}
