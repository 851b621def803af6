namespace PostModern.Lake.Objects;

/// <summary>A path with wildcards: <c>* ** ? [0-9] [!x] {a,b}</c>.</summary>
/// <remarks>
/// The text before the first wildcard is the <see cref="Root"/>: a store starts there and looks at nothing beside it.
/// <c>*</c> and <c>?</c> stay within a name; <c>**</c> as a whole segment stands for any number of folders.
/// </remarks>
public sealed class GlobPattern
{
    private GlobPattern(string root, IReadOnlyList<GlobSegment> segments)
    {
        Root = root;
        Segments = segments;
    }

    /// <summary>The folder (with its slash) that every match is in; empty when the pattern starts with a wildcard.</summary>
    public string Root { get; }

    /// <summary>What follows the root, a part a slash.</summary>
    internal IReadOnlyList<GlobSegment> Segments { get; }

    /// <summary>Text as a pattern that matches only this text.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(c => c is '*' or '?' or '[' or '{' ? $"[{c}]" : c.ToString()));
    }

    /// <summary>Parses a pattern into one or, when braces hold slashes, several alternatives.</summary>
    public static IReadOnlyList<GlobPattern> Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [.. Expand(pattern).Select(ParseOne)];
    }

    private static GlobPattern ParseOne(string pattern)
    {
        var segments = pattern.Split('/').Select(GlobSegment.Parse).ToList();
        var literal = segments.TakeWhile(s => s.IsLiteral).Count();
        literal = Math.Min(literal, segments.Count - 1);
        var root = string.Concat(segments.Take(literal).Select(s => s.Text + "/"));

        // Doubled slashes mean one, and a trailing one means the folder's whole content.
        var rest = segments.Skip(literal).Where(s => s.Text.Length > 0).ToList();
        if (pattern.EndsWith('/'))
        {
            rest.Add(GlobSegment.Parse("**"));
        }

        return new GlobPattern(root, rest);
    }

    /// <summary>Writes out the braces that hold slashes; the others stay, so that one walk serves all their alternatives.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '[' && GlobSegment.ClassEnd(pattern, i) is var close and > 0)
            {
                i = close;
            }
            else if (pattern[i] == '{'
                && GlobSegment.BraceEnd(pattern, i) is var end and > 0
                && pattern.AsSpan(i, end - i).Contains('/'))
            {
                return SplitAlternatives(pattern[(i + 1)..end])
                    .SelectMany(choice => Expand(pattern[..i] + choice + pattern[(end + 1)..]));
            }
        }

        return [pattern];
    }

    private static IEnumerable<string> SplitAlternatives(string content)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < content.Length; i++)
        {
            depth += content[i] == '{' ? 1 : content[i] == '}' ? -1 : 0;
            if (content[i] == ',' && depth == 0)
            {
                yield return content[start..i];
                start = i + 1;
            }
        }

        yield return content[start..];
    }
}
