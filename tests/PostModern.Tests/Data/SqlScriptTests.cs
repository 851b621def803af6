using PostModern.Data.Transport;

namespace PostModern.Tests.Data;

/// <summary>How a command's text becomes statements and placeholders.</summary>
public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("SELECT 1;", "SELECT 1")]
    [InlineData("SELECT 1; SELECT 2;;", "SELECT 1|SELECT 2")]
    [InlineData("SELECT ';'; SELECT \";\"", "SELECT ';'|SELECT \";\"")]
    [InlineData("SELECT 'it''s;'", "SELECT 'it''s;'")]
    [InlineData(@"SELECT E'a\';b'; SELECT 2", @"SELECT E'a\';b'|SELECT 2")]
    [InlineData("SELECT $$a;b$$, $t$;$$;$t$; SELECT 2", "SELECT $$a;b$$, $t$;$$;$t$|SELECT 2")]
    [InlineData("SELECT 1 /* ; /* ; */ ; */; SELECT 2", "SELECT 1 /* ; /* ; */ ; */|SELECT 2")]
    [InlineData("SELECT 1 -- ; not here\n; SELECT 2 -- nor here;", "SELECT 1 -- ; not here|SELECT 2 -- nor here;")]
    [InlineData("-- nothing", "")]
    [InlineData("SELECT 0; -- favourite", "SELECT 0")]
    [InlineData("", "")]
    public void Statements_end_at_semicolons_that_are_code(string sql, string statements) =>
        Assert.Equal(statements, string.Join('|', Parse(sql).Select(statement => statement.Text)));

    [Theory]
    [InlineData("SELECT @id", "SELECT $id")]
    [InlineData("SELECT @id, @ID + @name", "SELECT $id, $ID + $name")]
    [InlineData("SELECT '@id', \"@id\", $$@id$$ -- @id", "SELECT '@id', \"@id\", $$@id$$ -- @id")]
    [InlineData("SELECT @other", "SELECT @other")]
    [InlineData("FROM catalog@id", "FROM catalog@id")]
    [InlineData("SELECT [1] <@id", "SELECT [1] <@id")]
    [InlineData("SELECT @@id", "SELECT @@id")]
    public void A_named_parameter_is_rewritten_where_it_is_code_and_known(string sql, string expected) =>
        Assert.Equal(expected, Assert.Single(Parse(sql)).Text);

    [Fact]
    public void Each_name_is_one_placeholder() =>
        Assert.Equal(
            [new Placeholder("name", -1), new Placeholder("id", -1)],
            Assert.Single(Parse("SELECT @name, $id, @ID, @name")).Placeholders);

    [Fact]
    public void Numbers_point_at_their_position() =>
        Assert.Equal([new Placeholder(null, 1), new Placeholder(null, 0)], Assert.Single(Parse("SELECT $2, $1, $2")).Placeholders);

    [Fact]
    public void Question_marks_count_through_the_script()
    {
        var statements = Parse("SELECT ?, '?'; SELECT ?");

        Assert.Equal([new Placeholder(null, 0)], statements[0].Placeholders);
        Assert.Equal([new Placeholder(null, 1)], statements[1].Placeholders);
    }

    private static IReadOnlyList<SqlStatement> Parse(string sql) =>
        SqlScript.Parse(sql, name => name.ToUpperInvariant() is "ID" or "NAME");
}
