using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class PositionalParametersTests
{
    [Theory]
    [InlineData("UPDATE t SET a = ? WHERE b = ?", "UPDATE t SET a = $1 WHERE b = $2")]
    [InlineData("SELECT '?', \"?\" -- ?", "SELECT '?', \"?\" -- ?")]
    [InlineData("SELECT ?2, $1, $name", "SELECT ?2, $1, $name")]
    public void Question_marks_are_numbered_in_order(string sql, string expected) =>
        Assert.Equal(expected, PositionalParameters.Rewrite(sql));

    [Fact]
    public void A_part_is_numbered_from_1_and_remembers_the_names()
    {
        var (sql, names) = PositionalParameters.Renumber("WHERE a = $3 OR b = $word OR c = $3 -- $4");
        Assert.Equal("WHERE a = $1 OR b = $2 OR c = $1 -- $4", sql);
        Assert.Equal(["3", "word"], names);
    }
}
