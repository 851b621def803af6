using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class SqlScriptTests
{
    [Fact]
    public void A_script_is_split_at_semicolons_outside_literals() =>
        Assert.Equal(["SELECT ';'", "SELECT \";\" -- ;\n, 2", "SELECT 3"], SqlScript.Split(";SELECT ';' ; SELECT \";\" -- ;\n, 2;;SELECT 3").Select(s => s.Text));

    [Fact]
    public void Comments_before_a_statement_go_with_it() =>
        Assert.Equal(["-- one\n", "\n-- two\n"], SqlScript.Split("-- one\nSELECT 1;\n-- two\nSELECT 2;").Select(s => s.Leading));

    [Theory]
    [InlineData("")]
    [InlineData(" ; -- nothing\n;")]
    public void Nothing_is_no_statement(string script) => Assert.Empty(SqlScript.Split(script));
}
