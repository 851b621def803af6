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
        Assert.Equal((orReplace, ifNotExists, query, columns), (create.OrReplace, create.IfNotExists, create.Query, create.Columns?.Text));
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
    [InlineData("INSERT OR REPLACE INTO t VALUES (1)", "INSERT OR REPLACE", "VALUES (1)")]
    [InlineData("INSERT INTO t SELECT 1 FROM a JOIN b ON a.x = b.x ON CONFLICT (x) DO UPDATE SET x = 1", "INSERT … ON CONFLICT", "SELECT 1 FROM a JOIN b ON a.x = b.x")]
    [InlineData("INSERT INTO t AS u (a) VALUES (DEFAULT, 'DEFAULT')", null, "VALUES (NULL, 'DEFAULT')")]
    [InlineData("INSERT INTO t BY POSITION SELECT 1", null, "SELECT 1")]
    public void Insert_with_a_key_or_a_default(string sql, string? upsert, string query)
    {
        var insert = Assert.IsType<InsertStatement>(StatementParser.Parse(sql));

        Assert.Equal((upsert, query), (insert.Upsert, insert.Query));
    }

    [Fact]
    public void Update_takes_rows_tables_and_distinct_from_apart()
    {
        var update = Assert.IsType<UpdateStatement>(StatementParser.Parse(
            "UPDATE t AS x SET (a, b) = (1, DEFAULT), c = x.c IS DISTINCT FROM y.c, d = CASE WHEN x.e THEN 1 END FROM y JOIN z ON y.i = z.i WHERE x.i = y.i RETURNING *, a AS first"));

        Assert.Equal([("a", "1"), ("b", "NULL"), ("c", "x.c IS DISTINCT FROM y.c"), ("d", "CASE WHEN x.e THEN 1 END")], update.Assignments);
        Assert.Equal(("y JOIN z ON y.i = z.i", "x.i = y.i", "*, a AS first"), (update.From, update.Condition, update.Returning));
    }

    [Theory]
    [InlineData("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "t", "u", "ON (t.a = u.a)")]
    [InlineData("MERGE INTO t AS x USING s.u y ON CASE WHEN x.a THEN true END WHEN MATCHED THEN DELETE", "x", "y", "ON (CASE WHEN x.a THEN true END)")]
    [InlineData("MERGE INTO t x USING (SELECT 1 AS a ON CONFLICT) AS v(a) USING (a) WHEN MATCHED THEN DELETE", "x", "v", "USING (\"a\")")]
    [InlineData("MERGE INTO t USING files('*') USING (a) WHEN MATCHED THEN DELETE", "t", "files", "USING (\"a\")")]
    public void Merge_names_its_two_sides(string sql, string alias, string source, string join)
    {
        var merge = Assert.IsType<MergeStatement>(StatementParser.Parse(sql));

        Assert.Equal((alias, source, join), (merge.Alias, merge.SourceAlias, merge.Join));
    }

    [Fact]
    public void Merge_keeps_its_clauses_in_order()
    {
        var merge = Assert.IsType<MergeStatement>(StatementParser.Parse(
            """
            WITH w AS (SELECT 1) MERGE INTO t USING u ON t.a = u.a
            WHEN MATCHED AND CASE WHEN u.b THEN 1 ELSE 2 END = 1 THEN UPDATE SET b = CASE WHEN u.b THEN 1 END, t.c = DEFAULT
            WHEN MATCHED THEN ERROR 'no'
            WHEN NOT MATCHED BY TARGET AND u.b THEN INSERT (a, b) VALUES (u.a, f(1, 2))
            WHEN NOT MATCHED THEN INSERT *
            WHEN NOT MATCHED BY SOURCE THEN DO NOTHING
            RETURNING merge_action, *
            """));

        Assert.Equal(("WITH w AS (SELECT 1) ", "merge_action, *"), (merge.With, merge.Returning));
        Assert.Equal(
            [(MergeVerb.Update, "CASE WHEN u.b THEN 1 ELSE 2 END = 1"), (MergeVerb.Error, null), (MergeVerb.Insert, "u.b"), (MergeVerb.Insert, null), (MergeVerb.Nothing, null)],
            merge.Clauses.Select(c => (c.Verb, c.Condition)));
        Assert.Equal(["b", "c"], merge.Clauses[0].Columns);
        Assert.Equal(["CASE WHEN u.b THEN 1 END", "NULL"], merge.Clauses[0].Values);
        Assert.Equal("'no'", merge.Clauses[1].Message);
        Assert.Equal(["u.a", "f(1, 2)"], merge.Clauses[2].Values);
        Assert.Equal(MergeSource.Star, merge.Clauses[3].Source);
    }

    [Theory]
    [InlineData("WITH a AS (SELECT 1), b(x) AS NOT MATERIALIZED (FROM a) DELETE FROM t", "WITH a AS (SELECT 1), b(x) AS NOT MATERIALIZED (FROM a) ")]
    [InlineData("DELETE FROM t", "")]
    public void Common_table_expressions_stand_before_changes(string sql, string with) =>
        Assert.Equal(with, Assert.IsType<DeleteStatement>(StatementParser.Parse(sql)).With);

    [Theory]
    [InlineData("COPY t FROM 'a.csv' (HEADER)", "'a.csv' (HEADER)", null)]
    [InlineData("COPY s.t (a, \"b\") FROM 'a.csv'", "'a.csv'", "a,b")]
    public void Copy_from(string sql, string source, string? columns)
    {
        var copy = Assert.IsType<CopyFromStatement>(StatementParser.Parse(sql));

        Assert.Equal((source, columns), (copy.Source, copy.Columns is null ? null : string.Join(',', copy.Columns)));
    }

    [Theory]
    [InlineData("COPY t TO 'a.csv' (HEADER)", "SELECT * FROM t", "'a.csv' (HEADER)")]
    [InlineData("COPY t (a, b) TO 'a.csv'", "SELECT \"a\", \"b\" FROM t", "'a.csv'")]
    [InlineData("COPY (FROM t) TO 'a.csv'", "FROM t", "'a.csv'")]
    public void Copy_to(string sql, string query, string target)
    {
        var copy = Assert.IsType<CopyToStatement>(StatementParser.Parse(sql));

        Assert.Equal((query, target), (copy.Query, copy.Target));
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
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a")]
    [InlineData("COPY FROM DATABASE a TO b")]
    [InlineData("EXPLAIN SELECT 1")]
    public void Everything_else_is_DuckDBs(string sql) => Assert.Equal(sql, Assert.IsType<DuckDbStatement>(StatementParser.Parse(sql)).Text);

    [Theory]
    [InlineData("CREATE TABLE", ErrorCode.InvalidInput, "a table name")]
    [InlineData("CREATE TABLE t", ErrorCode.InvalidInput, "AS and a query")]
    [InlineData("INSERT INTO t VALUES (1) RETURNING", ErrorCode.InvalidInput, "columns or * in RETURNING")]
    [InlineData("INSERT INTO t RETURNING a", ErrorCode.InvalidInput, "a query or VALUES in INSERT")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE", ErrorCode.Unsupported, "REPEATABLE READ")]
    [InlineData("COMMIT twice", ErrorCode.InvalidInput, "the end of the statement")]
    [InlineData("SAVEPOINT", ErrorCode.InvalidInput, "a savepoint's name")]
    [InlineData("SET pm.as_of", ErrorCode.InvalidInput, "= in SET pm.as_of")]
    [InlineData("DELETE t", ErrorCode.InvalidInput, "FROM in DELETE")]
    [InlineData("UPDATE t SET a WHERE b", ErrorCode.InvalidInput, "= in SET")]
    [InlineData("UPDATE t SET a = WHERE b", ErrorCode.InvalidInput, "an expression in SET")]
    [InlineData("UPDATE t SET (a, b) = (1)", ErrorCode.InvalidInput, "2 values for (a, b)")]
    [InlineData("UPDATE t SET a = 1 FROM WHERE b", ErrorCode.InvalidInput, "a table after FROM")]
    [InlineData("DELETE FROM t USING", ErrorCode.InvalidInput, "a table after USING")]
    [InlineData("DELETE FROM t WHERE", ErrorCode.InvalidInput, "a condition after WHERE")]
    [InlineData("MERGE INTO t USING u ON t.a = u.a", ErrorCode.InvalidInput, "WHEN in MERGE")]
    [InlineData("MERGE INTO t USING u WHEN MATCHED THEN DELETE", ErrorCode.InvalidInput, "ON or USING in MERGE")]
    [InlineData("MERGE INTO t USING u JOIN v ON true ON t.a = u.a WHEN MATCHED THEN DELETE", ErrorCode.InvalidInput, "ON or USING in MERGE")]
    [InlineData("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN INSERT *", ErrorCode.InvalidInput, "WHEN MATCHED changes rows that are there")]
    [InlineData("MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN DELETE", ErrorCode.InvalidInput, "has a row of the source only")]
    [InlineData("MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY SOURCE THEN UPDATE SET *", ErrorCode.InvalidInput, "has a row of the dataset only")]
    [InlineData("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN REPLACE", ErrorCode.InvalidInput, "DO NOTHING or ERROR after THEN")]
    public void What_is_wrong_is_said(string sql, ErrorCode code, string words)
    {
        var error = Assert.Throws<ServerException>(() => StatementParser.Parse(sql));
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message);
    }
}
