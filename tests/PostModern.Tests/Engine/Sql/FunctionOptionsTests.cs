using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class FunctionOptionsTests
{
    private static readonly HashSet<string> s_functions = ["caption", "embed"];

    [Theory]
    [InlineData("SELECT caption(obj, model => 'm')", "SELECT caption(obj, {'model': 'm'})")]
    [InlineData("SELECT caption(obj, MODEL := 'm', on_error => 'fail')", "SELECT caption(obj, {'model': 'm', 'on_error': 'fail'})")]
    [InlineData("SELECT embed(caption(obj, top => 3), model => f(1, 2))", "SELECT embed(caption(obj, {'top': 3}), {'model': f(1, 2)})")]
    [InlineData("SELECT Caption (obj)", "SELECT Caption (obj)")]
    [InlineData("SELECT caption(list_transform(l, x => x))", "SELECT caption(list_transform(l, x => x))")]
    [InlineData("FROM other(a => 1)", "FROM other(a => 1)")]
    [InlineData("SELECT 'caption(obj, model => 1)'", "SELECT 'caption(obj, model => 1)'")]
    public void Named_options_of_model_functions_become_a_struct(string sql, string expected) =>
        Assert.Equal(expected, FunctionOptions.Rewrite(sql, s_functions, (_, _) => null));
}
