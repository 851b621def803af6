using PostModern.Testing;

namespace PostModern.Specs.Snippets;

/// <summary>The <c>csharp</c> blocks of README.md and docs/ stand word for word in the tests of this folder, where they are compiled and run.</summary>
public sealed class CSharpSnippetTests
{
    public static TheoryData<string> Pages =>
        [.. Repository.Files("docs", ".md").Append("README.md").Where(page => MarkdownCode.In(File.ReadAllText(Repository.Path(page)), "csharp").Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_is_run_by_a_test(string page)
    {
        var tests = string.Concat(Repository.Files("tests/PostModern.Specs/Snippets", ".cs").Select(file => Words(File.ReadAllText(Repository.Path(file)))));

        Assert.All(MarkdownCode.In(File.ReadAllText(Repository.Path(page)), "csharp"), block => Assert.Contains(Words(block.Code), tests));
    }

    // Indentation differs between a page and a method, nothing else may.
    private static string Words(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
