using PostModern.DuckDb;

namespace PostModern.Tests.DuckDb;

public sealed class ConnectionTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public void The_library_is_the_version_that_we_measured() => Assert.Equal("v1.5.6", Database.LibraryVersion);

    [Fact]
    public void A_query_returns_one_batch()
    {
        using var batch = _db.Connection.Query("SELECT i, 'row ' || i AS name FROM range(5000) t(i)");

        Assert.Equal(5000, batch.Length);
        Assert.Equal(["i", "name"], batch.Schema.Fields.Select(field => field.Name));
        Assert.Equal([4999L, "row 4999"], InMemory.Rows(batch)[^1]);
    }

    [Fact]
    public void Execute_runs_several_statements()
    {
        _db.Connection.Execute("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (2); DELETE FROM t WHERE a = 1");

        Assert.Equal(2, _db.Value("FROM t"));
    }

    [Fact]
    public void Connections_have_ids_of_their_own()
    {
        using var other = _db.Database.Connect();

        Assert.NotEqual(_db.Connection.Id, other.Id);
    }

    [Fact]
    public void Connections_of_a_database_share_its_tables()
    {
        using var other = _db.Database.Connect();
        other.Execute("CREATE TABLE shared AS SELECT 42 AS answer");

        Assert.Equal(42, _db.Value("FROM shared"));
    }

    [Fact]
    public void The_tables_of_a_statement_are_told_without_running_it()
    {
        const string Sql = "SELECT * FROM main.a JOIN b ON a.id = b.id WHERE x IN (SELECT y FROM c)";

        Assert.Equal(["a", "b", "c"], _db.Connection.GetTableNames(Sql, qualified: false).Order());
        Assert.Equal(["b", "c", "main.a"], _db.Connection.GetTableNames(Sql, qualified: true).Order());
    }

    [Fact]
    public void The_tables_of_a_wrong_statement_are_a_parser_error()
    {
        var error = Assert.Throws<DuckDbException>(() => _db.Connection.GetTableNames("SELEC 1", qualified: true));

        Assert.Equal(DuckDbErrorType.Parser, error.ErrorType);
    }

    [Fact]
    public void A_database_lives_in_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.duckdb");
        try
        {
            Write(path, "CREATE TABLE kept AS SELECT 'still here' AS text");
            using var database = Database.Open(path);
            using var connection = database.Connect();
            using var batch = connection.Query("FROM kept");

            Assert.Equal("still here", InMemory.Rows(batch)[0][0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_unknown_setting_is_named() =>
        Assert.Contains("no_such_setting", Assert.Throws<DuckDbException>(
            () => Database.Open(settings: new Dictionary<string, string> { ["no_such_setting"] = "1" })).Message);

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string('x', 100_000));

            Assert.Equal(DuckDbErrorType.IO, Assert.Throws<DuckDbException>(() => Database.Open(path)).ErrorType);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path, string sql)
    {
        using var database = Database.Open(path);
        using var connection = database.Connect();
        connection.Execute(sql);
    }
}
