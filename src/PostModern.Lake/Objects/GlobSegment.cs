using System.Text;
using System.Text.RegularExpressions;

namespace PostModern.Lake.Objects;

/// <summary>One part of a pattern between slashes.</summary>
internal sealed class GlobSegment
{
    private readonly Regex? _regex;
    private readonly bool _matchesHidden;

    private GlobSegment(string text, Regex? regex)
    {
        Text = text;
        _regex = regex;
        _matchesHidden = text.StartsWith('.');
    }

    /// <summary>The name itself when <see cref="IsLiteral"/>, the pattern otherwise.</summary>
    public string Text { get; }

    public bool IsLiteral => _regex is null;

    /// <summary><c>**</c>: any number of folders, none too.</summary>
    public bool IsRecursive => Text == "**";

    public static GlobSegment Parse(string text) =>
        new(text, text.AsSpan().ContainsAny("*?[{") ? ToRegex(text) : null);

    /// <summary>Whether a file or folder name fits. As in shells, wildcards skip names that start with a dot.</summary>
    public bool Matches(string name) =>
        _regex is null ? name == Text : (_matchesHidden || !name.StartsWith('.')) && _regex.IsMatch(name);

    private static Regex ToRegex(string text)
    {
        var regex = new StringBuilder("^");
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            i += AppendAt(text, i, regex, ref depth);
        }

        // NonBacktracking: a hostile pattern such as *a*a*a*b costs linear time.
        return new Regex(regex.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>Translates the construct at <paramref name="at"/>; returns how many characters it has beyond the first.</summary>
    private static int AppendAt(string text, int at, StringBuilder regex, ref int depth)
    {
        switch (text[at])
        {
            case '*':
                regex.Append(".*");
                return 0;
            case '?':
                regex.Append('.');
                return 0;
            case '[' when ClassEnd(text, at) is var end and > 0:
                AppendClass(text.AsSpan(at + 1, end - at - 1), regex);
                return end - at;
            case '{' when BraceEnd(text, at) > 0:
                depth++;
                regex.Append("(?:");
                return 0;
            case ',' when depth > 0:
                regex.Append('|');
                return 0;
            case '}' when depth > 0:
                depth--;
                regex.Append(')');
                return 0;
            default:
                regex.Append(Regex.Escape(text[at].ToString()));
                return 0;
        }
    }

    private static void AppendClass(ReadOnlySpan<char> content, StringBuilder regex)
    {
        var negated = content[0] is '!' or '^';
        regex.Append(negated ? "[^" : "[");
        foreach (var c in negated ? content[1..] : content)
        {
            regex.Append(c is '\\' or '[' or ']' or '^' ? $"\\{c}" : c.ToString());
        }

        regex.Append(']');
    }

    /// <summary>Where the class opened at <paramref name="start"/> closes, or −1; a ] right after the opening is a member.</summary>
    internal static int ClassEnd(string text, int start)
    {
        var first = start + 1 < text.Length && text[start + 1] is '!' or '^' ? start + 2 : start + 1;
        var end = first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
        return end > 0 && text.AsSpan(start, end - start).Contains('/') ? -1 : end;
    }

    /// <summary>Where the brace opened at <paramref name="start"/> closes, or −1.</summary>
    internal static int BraceEnd(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
