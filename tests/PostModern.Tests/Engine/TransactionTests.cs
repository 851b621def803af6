using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Commands;

namespace PostModern.Tests.Engine;

public class TransactionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Changes_are_seen_inside_at_once_and_outside_when_committed_as_one_version()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE steps AS SELECT 1 AS n");

        await session.RunAsync("BEGIN");
        await session.RunAsync("INSERT INTO steps VALUES (2), (3)");
        await session.RunAsync("UPDATE steps SET n = n * 10 WHERE n > 1");
        await session.RunAsync("DELETE FROM steps WHERE n = 20");
        Assert.Equal(["1", "30"], await session.RunAsync("SELECT n FROM steps ORDER BY n"));
        Assert.Equal(["1"], await other.RunAsync("SELECT n FROM steps"));
        await session.RunAsync("COMMIT");

        Assert.Equal(["1", "30"], await other.RunAsync("SELECT n FROM steps ORDER BY n"));
        Assert.Equal(["2|TRANSACTION", "1|CREATE TABLE AS SELECT"], await other.RunAsync("SELECT version, operation FROM pm.versions('steps')"));
        Assert.Contains("UPDATE steps SET n = n * 10 WHERE n > 1;\nDELETE", (await other.RunAsync("SELECT sql FROM pm.versions('steps')"))[0]);
    }

    [Fact]
    public async Task Rolling_back_leaves_neither_versions_nor_files()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE undone AS SELECT 1 AS n");
        var before = Files();

        await session.RunAsync("BEGIN");
        await session.RunAsync("INSERT INTO undone VALUES (2)");
        await session.RunAsync("CREATE TABLE never AS SELECT 1 AS n");
        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM never"));
        await session.RunAsync("ROLLBACK");

        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM undone"));
        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM never"));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_savepoint_takes_back_what_came_after_it()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("BEGIN");
        await session.RunAsync("CREATE TABLE saved AS SELECT 1 AS n");
        await session.RunAsync("SAVEPOINT one");
        await session.RunAsync("INSERT INTO saved VALUES (2)");
        await session.RunAsync("SAVEPOINT two");
        await session.RunAsync("DROP TABLE saved");
        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM saved"));

        await session.RunAsync("ROLLBACK TO two");
        Assert.Equal(["1", "2"], await session.RunAsync("SELECT n FROM saved ORDER BY n"));
        await session.RunAsync("ROLLBACK TO one");
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("RELEASE two"))).Code);
        await session.RunAsync("RELEASE one");
        await session.RunAsync("COMMIT");

        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM saved"));
        Assert.Equal(["1|CREATE TABLE AS SELECT"], await session.RunAsync("SELECT version, operation FROM pm.versions('saved')"));
    }

    [Fact]
    public async Task Every_dataset_is_read_as_it_was_when_the_transaction_first_met_it()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE seen AS SELECT 1 AS n");
        await session.RunAsync("BEGIN");
        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM seen"));

        await other.RunAsync("INSERT INTO seen VALUES (2)");

        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM seen"));
        await session.RunAsync("COMMIT");
        Assert.Equal(["1", "2"], await session.RunAsync("SELECT n FROM seen ORDER BY n"));
    }

    [Fact]
    public async Task Of_two_transactions_that_change_the_same_rows_the_second_fails_and_appends_go_together()
    {
        await using var one = fixture.Engine.OpenSession();
        await using var two = fixture.Engine.OpenSession();
        await one.RunAsync("CREATE TABLE contested AS SELECT 1 AS n");
        foreach (var session in new[] { one, two })
        {
            await session.RunAsync("BEGIN");
            await session.RunAsync("UPDATE contested SET n = n + 1");
        }

        await one.RunAsync("COMMIT");

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<ServerException>(() => two.RunAsync("COMMIT"))).Code);
        Assert.Equal(["2"], await two.RunAsync("SELECT n FROM contested"));
        foreach (var session in new[] { one, two })
        {
            await session.RunAsync("BEGIN");
            await session.RunAsync("INSERT INTO contested VALUES (10)");
        }

        await one.RunAsync("COMMIT");
        await two.RunAsync("COMMIT");
        Assert.Equal(["22"], await one.RunAsync("SELECT sum(n)::INT FROM contested"));
    }

    [Fact]
    public async Task A_conflict_in_one_dataset_keeps_all_of_them_as_they_were()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE a_first AS SELECT 1 AS n");
        await session.RunAsync("CREATE TABLE b_second AS SELECT 1 AS n");
        await session.RunAsync("BEGIN");
        await session.RunAsync("UPDATE a_first SET n = 2");
        await session.RunAsync("UPDATE b_second SET n = 2");
        await other.RunAsync("UPDATE b_second SET n = 3");

        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("COMMIT"));

        Assert.Equal(["1|3"], await session.RunAsync("SELECT a.n, b.n FROM a_first a, b_second b"));
    }

    [Fact]
    public async Task A_failed_statement_undoes_only_itself()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE kept (n INTEGER)");
        await session.RunAsync("BEGIN");
        await session.RunAsync("INSERT INTO kept VALUES (1)");
        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("INSERT INTO kept SELECT CAST('x' AS INTEGER)"));
        await session.RunAsync("COMMIT");

        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM kept"));
    }

    [Fact]
    public async Task Statements_that_name_no_transaction_are_outside_of_those_with_a_handle()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE handled AS SELECT 1 AS n");
        var id = session.BeginTransaction();
        var inside = new StatementOptions { Transaction = id };

        await using (var insert = await session.PrepareAsync("INSERT INTO handled VALUES (2)", inside, default))
        {
            await using var result = await insert.ExecuteAsync(null, default);
            Assert.Equal(1, result.RowsAffected);
        }

        Assert.Equal(["1"], await session.RunAsync("SELECT n FROM handled"));
        await session.EndTransactionAsync(id, commit: true, default);
        Assert.Equal(["1", "2"], await session.RunAsync("SELECT n FROM handled ORDER BY n"));
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => session.EndTransactionAsync(id, true, default))).Code);
    }

    [Theory]
    [InlineData("COMMIT", ErrorCode.Conflict, "No transaction is open")]
    [InlineData("SAVEPOINT a", ErrorCode.Conflict, "No transaction is open")]
    [InlineData("BEGIN; BEGIN", ErrorCode.Conflict, "open already")]
    [InlineData("BEGIN; CREATE SCHEMA s", ErrorCode.Unsupported, "Schemas")]
    [InlineData("BEGIN; ROLLBACK TO a", ErrorCode.NotFound, "no savepoint 'a'")]
    public async Task What_transactions_cant_do_is_said(string script, ErrorCode code, string words)
    {
        await using var session = fixture.Engine.OpenSession();
        var statements = script.Split("; ");
        foreach (var leading in statements.SkipLast(1))
        {
            await session.RunAsync(leading);
        }

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(statements[^1]));

        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    [Fact]
    public async Task Many_rows_of_parameters_make_one_version()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE many (n INTEGER, t VARCHAR)");
        using var rows = MetadataBatch.FromRows(
            new Schema(new Field("1", ArrowTypes.Int32), new Field("2", ArrowTypes.Utf8)), Enumerable.Range(0, 100).Select(i => new object?[] { i, $"t{i}" }));
        using var keys = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Int32)), [[1], [2], [3]]);

        Assert.Equal(100, await ChangeAsync(session, "INSERT INTO many VALUES ($1, $2)", rows));
        Assert.Equal(3, await ChangeAsync(session, "DELETE FROM many WHERE n = $1", keys));
        Assert.Equal(3, await ChangeAsync(session, "UPDATE many SET t = 'new' WHERE n = $1 + 10", keys));

        Assert.Equal(["97|3|4"], await session.RunAsync("SELECT count(*), count(*) FILTER (t = 'new'), (SELECT count(*) FROM pm.versions('many')) FROM many"));
    }

    [Fact]
    public async Task Many_rows_of_parameters_give_a_querys_results_one_after_another()
    {
        await using var session = fixture.Engine.OpenSession();
        using var rows = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Int32)), [[3], [0], [2]]);

        Assert.Equal(["1", "2", "3", "1", "2"], await session.RunAsync("SELECT i FROM (VALUES (1), (2), (3)) AS t(i) WHERE i <= $1 ORDER BY i", rows));
    }

    private static async Task<long?> ChangeAsync(Session session, string sql, RecordBatch parameters)
    {
        await using var statement = await session.PrepareAsync(sql, default);
        await using var result = await statement.ExecuteAsync(parameters, default);
        return result.RowsAffected;
    }

    private string[] Files() => [.. Directory.EnumerateFiles(fixture.Warehouse, "*.parquet", SearchOption.AllDirectories).Order()];
}
