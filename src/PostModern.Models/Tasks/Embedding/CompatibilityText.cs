using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PostModern.Models.Tasks.Embedding;

/// <summary>Writes typographic variants of characters plainly, as far as English text holds them.</summary>
/// <remarks>
/// The part of Unicode's NFKC that matters to an English model. The whole form needs ICU, which the server runs without: in
/// invariant globalisation <see cref="string.Normalize(NormalizationForm)"/> returns its input.
/// </remarks>
internal static class CompatibilityText
{
    // How far the full-width forms lie from the ASCII characters that they stand for.
    private const int FullWidthShift = 0xFEE0;

    private static readonly FrozenDictionary<char, string> s_plain = new Dictionary<char, string>
    {
        ['ª'] = "a",
        ['º'] = "o",
        ['¹'] = "1",
        ['²'] = "2",
        ['³'] = "3",
        ['¼'] = "1⁄4",
        ['½'] = "1⁄2",
        ['¾'] = "3⁄4",
        ['µ'] = "μ",
        ['…'] = "...",
        ['‥'] = "..",
        ['™'] = "TM",
        ['№'] = "No",
        ['℃'] = "°C",
        ['℉'] = "°F",
        ['ﬀ'] = "ff",
        ['ﬁ'] = "fi",
        ['ﬂ'] = "fl",
        ['ﬃ'] = "ffi",
        ['ﬄ'] = "ffl",
    }.ToFrozenDictionary();

    internal static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            Append(plain, c);
        }

        return plain.ToString();
    }

    private static void Append(StringBuilder plain, char c)
    {
        if (s_plain.TryGetValue(c, out var replacement))
        {
            plain.Append(replacement);
        }
        else if (c is >= '\uFF01' and <= '\uFF5E')
        {
            plain.Append((char)(c - FullWidthShift));
        }
        else
        {
            plain.Append(char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c);
        }
    }
}
