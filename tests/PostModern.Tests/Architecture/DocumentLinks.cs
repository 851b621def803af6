using System.Text.RegularExpressions;

namespace PostModern.Tests.Architecture;

/// <summary>Finds links of a Markdown page that lead nowhere inside the repository. Links to other sites are not followed.</summary>
internal static partial class DocumentLinks
{
    /// <summary>The broken targets of one page.</summary>
    /// <param name="page">Absolute path of a Markdown file.</param>
    public static IReadOnlyList<string> Broken(string page) =>
        [.. Link().Matches(WithoutCode(File.ReadAllText(page)))
            .Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Resolves(page, target))];

    private static bool Resolves(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0]));
        return Path.Exists(path) && (parts.Length == 1 || Anchors(path).Contains(parts[1]));
    }

    // As the common Markdown hosts make them: lower case, punctuation dropped, spaces to hyphens.
    private static IEnumerable<string> Anchors(string page) =>
        Heading().Matches(WithoutCode(File.ReadAllText(page)))
            .Select(heading => Punctuation().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string markdown) => Fence().Replace(markdown, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
