using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class TimeTravelParserTests
{
    [Theory]
    [InlineData("x AT (VERSION => 3)")]
    [InlineData("x AT (version := 3)")]
    [InlineData("x VERSION AS OF 3")]
    [InlineData("x AS OF VERSION 3")]
    [InlineData("x FOR VERSION AS OF 3")]
    [InlineData("x FOR SYSTEM_VERSION AS OF 3")]
    [InlineData("x@v3")]
    [InlineData("x /* the third */ AS -- yes\n OF VERSION 3")]
    public void Every_dialect_names_version_3(string reference)
    {
        var found = Assert.Single(TimeTravelParser.Find($"SELECT a FROM {reference} WHERE b"));
        Assert.Equal("x", found.Table.Name);
        Assert.Equal(3, found.Version.Version);
        Assert.Null(found.Alias);
        Assert.Equal(reference, $"SELECT a FROM {reference} WHERE b"[found.Start..found.End]);
    }

    [Theory]
    [InlineData("x AT (TIMESTAMP => '2026-01-01')", "'2026-01-01'")]
    [InlineData("x AT (TIMESTAMP => now() - INTERVAL 1 DAY)", "now() - INTERVAL 1 DAY")]
    [InlineData("x TIMESTAMP AS OF '2026-01-01'", "'2026-01-01'")]
    [InlineData("x AS OF TIMESTAMP TIMESTAMP '2026-01-01 10:00'", "TIMESTAMP '2026-01-01 10:00'")]
    [InlineData("x FOR SYSTEM_TIME AS OF (now())", "now()")]
    public void A_time_is_kept_as_an_expression(string reference, string expression) =>
        Assert.Equal(expression, Assert.Single(TimeTravelParser.Find($"FROM {reference}")).Version.Timestamp);

    [Theory]
    [InlineData("x AT (TAG => 'gold')")]
    [InlineData("x AS OF TAG 'gold'")]
    [InlineData("x VERSION AS OF 'gold'")]
    public void A_quoted_string_is_a_tag(string reference) =>
        Assert.Equal("gold", Assert.Single(TimeTravelParser.Find($"FROM {reference}")).Version.Tag);

    [Theory]
    [InlineData("FROM s.x AS OF VERSION 3 AS y JOIN z", "y")]
    [InlineData("FROM s.x AS OF VERSION 3 y JOIN z", "y")]
    [InlineData("FROM s.x y AS OF VERSION 3 JOIN z", "y")]
    [InlineData("FROM s.x AS y FOR SYSTEM_TIME AS OF '2026-01-01' WHERE y.a", "y")]
    [InlineData("FROM s.x AS y (a, b) VERSION AS OF 3", "y (a, b)")]
    [InlineData("FROM s.x \"the y\" AT (VERSION => 3)", "\"the y\"")]
    public void An_alias_may_stand_before_or_after(string sql, string alias)
    {
        var found = Assert.Single(TimeTravelParser.Find(sql));
        Assert.Equal(new TableName(null, "s", "x"), found.Table);
        Assert.Equal(alias, found.Alias);
    }

    [Theory]
    [InlineData("SELECT 'x AS OF VERSION 3'")]
    [InlineData("SELECT 1 -- x AS OF VERSION 3")]
    [InlineData("SELECT \"x AS OF VERSION 3\"")]
    [InlineData("SELECT $$x@v3$$")]
    [InlineData("SELECT a AS of, version FROM x")]
    [InlineData("SELECT a FROM x ASOF JOIN y USING (t)")]
    [InlineData("SELECT version, timestamp FROM x")]
    [InlineData("SELECT a @ v FROM x")]
    public void Literals_comments_and_look_alikes_are_left_alone(string sql) => Assert.Empty(TimeTravelParser.Find(sql));

    [Fact]
    public void Several_references_in_one_statement_are_all_found() =>
        Assert.Equal(
            [1L, 2L, 3L],
            TimeTravelParser.Find("SELECT * FROM x@v1 a, x VERSION AS OF 2 b JOIN (FROM y AS OF VERSION 3) c USING (k)").Select(r => r.Version.Version!.Value));

    [Theory]
    [InlineData("FROM x AT (VERSION => -1)")]
    [InlineData("FROM x AT (COLOUR => 3)")]
    [InlineData("FROM x AT (TAG => 3)")]
    public void A_version_that_is_none_is_an_error(string sql) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => TimeTravelParser.Find(sql)).Code);
}
