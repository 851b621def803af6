using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>A regular expression over characters, where .NET's are over UTF-16 units.</summary>
/// <remarks>
/// Characters that take two units are matched through a stand-in of their category that takes one: <c>\p{L}</c> then means what it
/// says in every script. A pattern that names such a character itself is matched on the text as it is.
/// </remarks>
internal sealed class RunePattern
{
    // In the order of UnicodeCategory; characters that no tokenizer's pattern names.
    private const string StandIns = "\u0122\u0123\u01C5\u02B0\u1401\u0301\u0903\u0488\u0661\u16EE\u09F4\u3000\u2028\u2029\u0080\u2061\uFFFD\uE000\u203F\u2010\u2045\u2046\u2039\u203A\u2020\u2202\u20A1\u02C2\u2117\uFFFF";
    private const char IdeographStandIn = '\u3400';
    private const char CircledStandIn = '\u24B6';

    private readonly Regex _regex;
    private readonly bool _namesSurrogates;

    /// <exception cref="ServerException">Unsupported: syntax that .NET doesn't know.</exception>
    internal RunePattern(string pattern)
    {
        try
        {
            _regex = new Regex(WithUnicodeWords(pattern), RegexOptions.CultureInvariant | RegexOptions.Compiled);
        }
        catch (ArgumentException error)
        {
            throw new ServerException(ErrorCode.Unsupported, $"The tokenizer's pattern {pattern} can't be used: {error.Message}", error);
        }

        _namesSurrogates = pattern.Any(char.IsSurrogate);
    }

    /// <summary>Where the pattern matches, in UTF-16 units, from left to right; empty matches are left out.</summary>
    internal IEnumerable<Range> Matches(string text)
    {
        if (_namesSurrogates || !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            for (var match = _regex.Match(text); match.Success; match = match.NextMatch())
            {
                if (match.Length > 0)
                {
                    yield return match.Index..(match.Index + match.Length);
                }
            }

            yield break;
        }

        var (flat, offsets) = Flatten(text);
        for (var match = _regex.Match(flat); match.Success; match = match.NextMatch())
        {
            if (match.Length > 0)
            {
                yield return offsets[match.Index]..offsets[match.Index + match.Length];
            }
        }
    }

    private static (string Flat, int[] Offsets) Flatten(string text)
    {
        var flat = new StringBuilder(text.Length);
        var offsets = new List<int>(text.Length + 1);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            flat.Append(StandInOf(rune));
            offsets.Add(at);
            at += rune.Utf16SequenceLength;
        }

        offsets.Add(at);
        return (flat.ToString(), [.. offsets]);
    }

    private static char StandInOf(Rune rune) =>
        rune.IsBmp ? (char)rune.Value
        : rune.Value is >= 0x20000 and <= 0x3FFFF && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter ? IdeographStandIn
        : RuneKinds.IsCircledLetter(rune) ? CircledStandIn
        : StandIns[(int)Rune.GetUnicodeCategory(rune)];

    // .NET's own \w knows fewer marks and numbers than Unicode's.
    private static string WithUnicodeWords(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i++;
                result.Append(pattern[i] switch
                {
                    'w' => inClass ? RuneKinds.WordClass : $"[{RuneKinds.WordClass}]",
                    'W' when !inClass => $"[^{RuneKinds.WordClass}]",
                    var other => $"\\{other}",
                });
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            result.Append(c);
        }

        return result.ToString();
    }
}
