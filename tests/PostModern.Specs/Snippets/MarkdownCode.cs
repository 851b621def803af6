using System.Text.RegularExpressions;

namespace PostModern.Specs.Snippets;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Line">Of its first line of code, from 1.</param>
internal sealed partial record MarkdownCode(int Line, string Code)
{
    /// <summary>The blocks that are marked with this language, in order.</summary>
    public static IEnumerable<MarkdownCode> In(string page, string language) =>
        Fence().Matches(page)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => new MarkdownCode(page[..block.Groups["code"].Index].Count(letter => letter == '\n') + 1, block.Groups["code"].Value));

    /// <summary>The statements of a SQL block: each ends with a semicolon at the end of a line, or with the block.</summary>
    public IEnumerable<string> Statements() => StatementEnd().Split(Code).Select(text => text.Trim()).Where(text => text.Length > 0);

    [GeneratedRegex(@"^```(?<language>\S+)\n(?<code>.*?)^```\s*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@";[ \t]*(?:--[^\n]*)?$", RegexOptions.Multiline)]
    private static partial Regex StatementEnd();
}
