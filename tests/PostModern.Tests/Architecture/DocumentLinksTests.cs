using PostModern.Testing;

namespace PostModern.Tests.Architecture;

/// <summary>Links in README.md, CHANGELOG.md and docs/ lead to files and headings that exist.</summary>
public sealed class DocumentLinksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postmodern-links-").FullName;

    public static TheoryData<string> Pages => [.. Repository.Files("docs", ".md"), "README.md", "CHANGELOG.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_resolve(string page) => Assert.Empty(DocumentLinks.Broken(Repository.Path(page)));

    [Theory]
    [InlineData("[there](other.md)", null)]
    [InlineData("[there](other.md#a-heading-with-code)", null)]
    [InlineData("[site](https://example.org/nothing)", null)]
    [InlineData("```\n[in code](nowhere.md)\n```", null)]
    [InlineData("[gone](nowhere.md)", "nowhere.md")]
    [InlineData("[gone](other.md#no-such-heading)", "other.md#no-such-heading")]
    [InlineData("[gone](#not-here)", "#not-here")]
    public void A_link_that_leads_nowhere_is_found(string text, string? broken)
    {
        File.WriteAllText(Path.Combine(_folder, "other.md"), "# Other\n\n## A heading, with `code`\n");
        var page = Path.Combine(_folder, "page.md");
        File.WriteAllText(page, text);

        Assert.Equal(broken is null ? [] : [broken], DocumentLinks.Broken(page));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
