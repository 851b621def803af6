using PostModern.Data.Transport;

namespace PostModern.Tests.Data;

/// <summary>Names of tables as callers write them.</summary>
public class QualifiedNameTests
{
    [Theory]
    [InlineData("t", null, null, "t", "\"t\"")]
    [InlineData("s.t", null, "s", "t", "\"s\".\"t\"")]
    [InlineData("c.s.t", "c", "s", "t", "\"c\".\"s\".\"t\"")]
    [InlineData("\"a.b\".\"c\"\"d\"", null, "a.b", "c\"d", "\"a.b\".\"c\"\"d\"")]
    [InlineData("Sales of 2026", null, null, "Sales of 2026", "\"Sales of 2026\"")]
    public void Parts_are_between_dots(string text, string? catalog, string? schema, string name, string sql)
    {
        var parsed = QualifiedName.Parse(text);

        Assert.Equal(new QualifiedName(catalog, schema, name), parsed);
        Assert.Equal(sql, parsed.ToSql());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a.b.c.d")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("\"\"")]
    public void Anything_else_is_no_name(string text) => Assert.Throws<FormatException>(() => QualifiedName.Parse(text));
}
