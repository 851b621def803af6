using Microsoft.Data.Sqlite;
using PostModern.Specs.Runner;

namespace PostModern.Specs.RunnerTests;

/// <summary>The runner itself, over a database that isn't ours: a right spec passes, and each kind of wrong one fails.</summary>
public sealed class SpecRunnerTests
{
    private static readonly SpecVariables Variables = new([new("NAME", "zebra")]);

    [Theory]
    [InlineData("query IT\nSELECT 1, '${NAME}'\n----\n1\tzebra")]
    [InlineData("query IT\nSELECT 1, NULL\n----\n<REGEX>:\\d\tNULL")]
    [InlineData("query T\nSELECT ''\n----\n(empty)")]
    [InlineData("query R\nSELECT 0.12349\n----\n0.123")]
    [InlineData("query ?\nSELECT 1 WHERE false\n----")]
    [InlineData("query I rowsort\nVALUES (2), (1)\n----\n1\n2")]
    [InlineData("query II valuesort\nSELECT 2, 1\n----\n1\n2")]
    [InlineData("query ?\nSELECT x'CAFE'\n----\nCAFE")]
    [InlineData("statement error\nSELECT * FROM gone\n----\nno such table")]
    [InlineData("statement error\nSELECT * FROM gone\n----\n<REGEX>:.*such (table|view).*")]
    [InlineData("statement ok\nCREATE TABLE t (i INT)\n\nstatement count 2\nINSERT INTO t VALUES (1), (2)")]
    [InlineData("foreach v 1 2 3\n\nquery I\nSELECT ${v} - ${v}\n----\n0\n\nendloop")]
    public async Task A_spec_that_holds_passes(string spec) => await RunAsync(spec);

    [Theory]
    [InlineData("query I\nSELECT 1\n----\n2", "expected\n  2\nbut the answer is\n  1")]
    [InlineData("query I\nSELECT 1\n----", "expected\n  (no rows)")]
    [InlineData("query I\nVALUES (2), (1)\n----\n1\n2", "but the answer is\n  2\n  1")]
    [InlineData("query T\nSELECT 1\n----\n1", "the columns are I, not T")]
    [InlineData("query II\nSELECT 1\n----\n1", "the columns are I, not II")]
    [InlineData("query T\nSELECT 'ab'\n----\n<REGEX>:a", "expected\n  <REGEX>:a")]
    [InlineData("query I\nSELECT gone\n----\n1", "no such column")]
    [InlineData("query I\nSELECT ${MISSING}\n----\n1", "${MISSING} is not set; there are NAME")]
    [InlineData("statement ok\nSELECT * FROM gone", "no such table")]
    [InlineData("statement error\nSELECT 1\n----\nno such table", "the statement succeeds, but should fail")]
    [InlineData("statement error\nSELECT * FROM gone\n----\nsyntax", "expected an error with\n  syntax")]
    [InlineData("statement ok\nCREATE TABLE t (i INT)\n\nstatement count 2\nINSERT INTO t VALUES (1)", "1 rows changed, not 2")]
    [InlineData("foreach v 1 2\n\nquery I\nSELECT ${v}\n----\n1\n\nendloop", "expected\n  1\nbut the answer is\n  2")]
    [InlineData("require wings", "there are no wings")]
    public async Task A_spec_that_does_not_hold_fails_and_says_why(string spec, string reason)
    {
        var failure = await Assert.ThrowsAsync<SpecException>(() => RunAsync(spec));

        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public async Task A_failure_names_file_and_line()
    {
        var failure = await Assert.ThrowsAsync<SpecException>(() => RunAsync("# comment\n\nquery I\nSELECT 1\n----\n2"));

        Assert.StartsWith("some.test:3: ", failure.Message);
    }

    [Fact]
    public async Task Answers_that_differ_are_written_into_the_file_where_they_belong()
    {
        const string spec = "# top\nquery I rowsort\nVALUES (3), (1)\n----\n9\n\nquery T\nSELECT 'same'\n----\nsame\n\nquery T\nSELECT 7\n----\n\n# end";
        var answers = new SpecAnswerBook();

        await RunAsync(spec, answers);

        const string written = "# top\nquery I rowsort\nVALUES (3), (1)\n----\n1\n3\n\nquery T\nSELECT 'same'\n----\nsame\n\nquery I\nSELECT 7\n----\n7\n\n# end";
        Assert.Equal(written.Split('\n'), answers.Apply(spec.Split('\n')));
    }

    private static async Task RunAsync(string spec, SpecAnswerBook? answers = null)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var records = SpecParser.Parse("some.test", spec.Split('\n'));
        await new SpecRunner("some.test", connection, name => $"there are no {name}", answers).RunAsync(records, Variables, CancellationToken.None);
    }
}
