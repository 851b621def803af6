using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class StatementParserTests
{
    [Theory]
    [InlineData("CREATE TABLE a.b AS SELECT 1", false, false, "SELECT 1", null)]
    [InlineData("create or replace dataset b as from x", true, false, "from x", null)]
    [InlineData("CREATE MATERIALIZED VIEW IF NOT EXISTS b AS (SELECT 1)", false, true, "(SELECT 1)", null)]
    [InlineData("CREATE TABLE b (id INT, tags VARCHAR[])", false, false, null, "id INT, tags VARCHAR[]")]
    [InlineData("CREATE TABLE b (x, y) AS SELECT 1, 2", false, false, "SELECT * FROM (SELECT 1, 2) AS _(x, y)", null)]
    public void Create_table(string sql, bool orReplace, bool ifNotExists, string? query, string? columns)
    {
        var create = Assert.IsType<CreateTableStatement>(StatementParser.Parse(sql));
        Assert.Equal("b", create.Table.Name);
        Assert.Equal((orReplace, ifNotExists, query, columns), (create.OrReplace, create.IfNotExists, create.Query, create.Columns));
    }

    [Theory]
    [InlineData("INSERT INTO t SELECT a FROM b", null, false, "SELECT a FROM b")]
    [InlineData("INSERT INTO t (x, \"y z\") VALUES (1, ')')", "x,y z", false, "VALUES (1, ')')")]
    [InlineData("INSERT INTO t BY NAME SELECT 1 AS x", null, true, "SELECT 1 AS x")]
    [InlineData("INSERT INTO t (SELECT 1)", null, false, "(SELECT 1)")]
    [InlineData("INSERT INTO t DEFAULT VALUES", null, false, null)]
    public void Insert(string sql, string? columns, bool byName, string? query)
    {
        var insert = Assert.IsType<InsertStatement>(StatementParser.Parse(sql));
        Assert.Equal((columns, byName, query), (insert.Columns is null ? null : string.Join(',', insert.Columns), insert.ByName, insert.Query));
    }

    [Theory]
    [InlineData("CREATE VIEW s.v AS SELECT 1")]
    [InlineData("CREATE OR REPLACE TEMP VIEW s.v AS SELECT 1")]
    [InlineData("CREATE VIEW IF NOT EXISTS s.v AS SELECT 1")]
    [InlineData("DROP VIEW IF EXISTS s.v")]
    [InlineData("ALTER VIEW s.v RENAME TO w")]
    public void Views_are_named(string sql) =>
        Assert.Equal(new TableName(null, "s", "v"), Assert.IsType<ViewStatement>(StatementParser.Parse(sql)).View);

    [Fact]
    public void Delete_keeps_its_alias_and_condition()
    {
        var delete = Assert.IsType<DeleteStatement>(StatementParser.Parse("DELETE FROM t AS x WHERE x.a = 'WHERE' AND b IN (SELECT c FROM d WHERE e)"));
        Assert.Equal(("x", "x.a = 'WHERE' AND b IN (SELECT c FROM d WHERE e)"), (delete.Alias, delete.Condition));
        Assert.Null(Assert.IsType<DeleteStatement>(StatementParser.Parse("TRUNCATE t")).Condition);
    }

    [Fact]
    public void Update_cuts_its_assignments_at_top_level_commas()
    {
        var update = Assert.IsType<UpdateStatement>(StatementParser.Parse("UPDATE t SET a = f(1, 2), \"b\" = [1, 2][1] WHERE a = (SELECT max(a) FROM t)"));
        Assert.Equal([("a", "f(1, 2)"), ("b", "[1, 2][1]")], update.Assignments);
        Assert.Equal("a = (SELECT max(a) FROM t)", update.Condition);
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("CREATE TEMP TABLE t (a INT)")]
    [InlineData("SET threads = 1")]
    public void Everything_else_is_DuckDBs(string sql) => Assert.Equal(sql, Assert.IsType<DuckDbStatement>(StatementParser.Parse(sql)).Text);

    [Theory]
    [InlineData("CREATE TABLE", ErrorCode.InvalidInput, "a table name")]
    [InlineData("CREATE TABLE t", ErrorCode.InvalidInput, "AS and a query")]
    [InlineData("CREATE TABLE t PARTITION BY (a) AS SELECT 1", ErrorCode.Unsupported, "PARTITION BY")]
    [InlineData("INSERT INTO t VALUES (1) RETURNING *", ErrorCode.Unsupported, "RETURNING")]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", ErrorCode.Unsupported, "ON CONFLICT")]
    [InlineData("BEGIN", ErrorCode.Unsupported, "Transactions")]
    [InlineData("rollback", ErrorCode.Unsupported, "Transactions")]
    [InlineData("DELETE t", ErrorCode.InvalidInput, "FROM in DELETE")]
    [InlineData("UPDATE t SET a WHERE b", ErrorCode.InvalidInput, "= in UPDATE")]
    [InlineData("UPDATE t SET a = 1 FROM u", ErrorCode.Unsupported, "UPDATE … FROM")]
    public void What_is_wrong_is_said(string sql, ErrorCode code, string words)
    {
        var error = Assert.Throws<ServerException>(() => StatementParser.Parse(sql));
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message);
    }
}
