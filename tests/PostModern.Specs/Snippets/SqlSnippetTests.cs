using PostModern.Specs.Hosting;
using PostModern.Specs.Runner;
using PostModern.Testing;

namespace PostModern.Specs.Snippets;

/// <summary>
/// The <c>sql</c> blocks of README.md and docs/ run, a page's blocks in order on one server with an empty warehouse, as a reader would
/// type them. A block that is no statement to be run is marked otherwise.
/// </summary>
public sealed class SqlSnippetTests
{
    public static TheoryData<string> Pages =>
        [.. Repository.Files("docs", ".md").Append("README.md").Where(page => MarkdownCode.In(Read(page), "sql").Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_statements_of_a_page_run(string page)
    {
        var records = MarkdownCode.In(Read(page), "sql").SelectMany(block => block.Statements().Select(sql => new StatementRecord(block.Line, sql)));
        await using var server = await SpecServer.StartAsync();
        await using var connection = await server.OpenConnectionAsync();

        await new SpecRunner(page, connection, Requirements.Unmet).RunAsync(records, new SpecVariables([]), CancellationToken.None);
    }

    [Fact]
    public void Blocks_are_found_by_language_and_split_at_the_ends_of_lines()
    {
        const string page = "# T\n```sql\nSELECT ';' AS a;\nSELECT 2; -- two\nSELECT\n 3\n```\ntext\n```csharp\nx;\n```\n";

        var block = Assert.Single(MarkdownCode.In(page, "sql"));

        Assert.Equal(3, block.Line);
        Assert.Equal(["SELECT ';' AS a", "SELECT 2", "SELECT\n 3"], block.Statements());
    }

    private static string Read(string page) => File.ReadAllText(Repository.Path(page));
}
