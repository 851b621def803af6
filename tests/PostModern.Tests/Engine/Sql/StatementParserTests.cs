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
    [InlineData("BEGIN", nameof(TransactionVerb.Begin), null)]
    [InlineData("begin transaction isolation level read committed, read write", nameof(TransactionVerb.Begin), null)]
    [InlineData("START TRANSACTION", nameof(TransactionVerb.Begin), null)]
    [InlineData("COMMIT WORK", nameof(TransactionVerb.Commit), null)]
    [InlineData("END", nameof(TransactionVerb.Commit), null)]
    [InlineData("ROLLBACK", nameof(TransactionVerb.RollBack), null)]
    [InlineData("ABORT TRANSACTION", nameof(TransactionVerb.RollBack), null)]
    [InlineData("SAVEPOINT a", nameof(TransactionVerb.Save), "a")]
    [InlineData("ROLLBACK TO SAVEPOINT \"a b\"", nameof(TransactionVerb.RollBackTo), "a b")]
    [InlineData("ROLLBACK WORK TO a", nameof(TransactionVerb.RollBackTo), "a")]
    [InlineData("RELEASE a", nameof(TransactionVerb.Release), "a")]
    public void Transactions_begin_and_end_in_many_words(string sql, string verb, string? savepoint)
    {
        var statement = Assert.IsType<TransactionStatement>(StatementParser.Parse(sql));

        Assert.Equal((verb, savepoint), (statement.Verb.ToString(), statement.Savepoint));
    }

    [Theory]
    [InlineData("SET schema = sales", "schema", "'sales'")]
    [InlineData("SET SESSION schema TO 'sales'", "schema", "'sales'")]
    [InlineData("SET SCHEMA 'sales'", "schema", "'sales'")]
    [InlineData("SET search_path = \"Sales\"", "schema", "'Sales'")]
    [InlineData("USE postmodern.sales", "schema", "'sales'")]
    [InlineData("SET pm.as_of = now() - INTERVAL 1 DAY", "pm.as_of", "now() - INTERVAL 1 DAY")]
    [InlineData("set PM.As_Of to default", "pm.as_of", null)]
    [InlineData("RESET statement_timeout", "statement_timeout", null)]
    public void Options_of_the_session_are_told_from_DuckDBs(string sql, string option, string? value)
    {
        var statement = Assert.IsType<SetStatement>(StatementParser.Parse(sql));

        Assert.Equal((option, value), (statement.Option, statement.Value));
    }

    [Theory]
    [InlineData("SET VARIABLE a = 1")]
    [InlineData("RESET threads")]
    [InlineData("SELECT 1")]
    [InlineData("CREATE TEMP TABLE t (a INT)")]
    [InlineData("SET threads = 1")]
    public void Everything_else_is_DuckDBs(string sql) => Assert.Equal(sql, Assert.IsType<DuckDbStatement>(StatementParser.Parse(sql)).Text);

    [Theory]
    [InlineData("CREATE TABLE", ErrorCode.InvalidInput, "a table name")]
    [InlineData("CREATE TABLE t", ErrorCode.InvalidInput, "AS and a query")]
    [InlineData("INSERT INTO t VALUES (1) RETURNING *", ErrorCode.Unsupported, "RETURNING")]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", ErrorCode.Unsupported, "ON CONFLICT")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE", ErrorCode.Unsupported, "REPEATABLE READ")]
    [InlineData("COMMIT twice", ErrorCode.InvalidInput, "the end of the statement")]
    [InlineData("SAVEPOINT", ErrorCode.InvalidInput, "a savepoint's name")]
    [InlineData("SET pm.as_of", ErrorCode.InvalidInput, "= in SET pm.as_of")]
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
