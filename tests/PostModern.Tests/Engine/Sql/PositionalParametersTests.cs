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
}
