using PostModern.Specs.Runner;

namespace PostModern.Specs.RunnerTests;

/// <summary>A spec file that is not written as the format wants fails before anything runs.</summary>
public sealed class SpecParserTests
{
    [Theory]
    [InlineData("# only words", "nothing in it runs")]
    [InlineData("statment ok\nSELECT 1", "'statment ok' is no require")]
    [InlineData("statement error\nSELECT 1", "a statement error says after ---- what its message holds")]
    [InlineData("statement error\nSELECT 1\n----", "a statement error says after ---- what its message holds")]
    [InlineData("statement ok\n\nSELECT 1", "a block has no SQL")]
    [InlineData("statement count many\nSELECT 1", "'many' is no number of rows")]
    [InlineData("query I\nSELECT 1", "a query needs ----")]
    [InlineData("query X\nSELECT 1\n----\n1", "'X' has letters other than")]
    [InlineData("query I upsidedown\nSELECT 1\n----\n1", "'upsidedown' is no nosort")]
    [InlineData("foreach v 1 2\n\nstatement ok\nSELECT 1", "a foreach has no endloop")]
    public void A_mistake_in_the_format_is_reported(string spec, string reason)
    {
        var failure = Assert.Throws<SpecException>(() => SpecParser.Parse("bad.test", spec.Split('\n')));

        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public void Statements_span_lines_and_end_at_an_empty_one()
    {
        var record = Assert.IsType<StatementRecord>(Assert.Single(SpecParser.Parse("good.test", ["statement ok", "SELECT", "  1", ""])));

        Assert.Equal("SELECT\n  1", record.Sql);
    }
}
