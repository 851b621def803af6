using System.Globalization;
using System.Text;
using System.Text.Json;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>BERT's: no control characters, plain spaces, ideographs apart, no accents, small letters.</summary>
internal sealed class BertNormalizer : INormalizer
{
    private readonly LowercaseNormalizer _lowercase = new();

    internal bool CleansText { get; init; }

    internal bool SeparatesIdeographs { get; init; }

    internal bool StripsAccents { get; init; }

    internal bool Lowercases { get; init; }

    internal static BertNormalizer Read(JsonElement json)
    {
        var lowercase = json.Flag("lowercase", true);
        return new BertNormalizer
        {
            CleansText = json.Flag("clean_text", true),
            SeparatesIdeographs = json.Flag("handle_chinese_chars", true),
            StripsAccents = json.Flag("strip_accents", lowercase),
            Lowercases = lowercase,
        };
    }

    public string Normalize(string text)
    {
        text = CleansText ? Clean(text) : text;
        text = SeparatesIdeographs ? Separate(text) : text;
        text = StripsAccents
            ? TextNormalization.Normalize(text, NormalForm.Nfd).Keep(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            : text;
        return Lowercases ? _lowercase.Normalize(text) : text;
    }

    private static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is not (0 or 0xFFFD) && !RuneKinds.IsControl(rune))
            {
                result.AppendRune(Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune);
            }
        }

        return result.ToString();
    }

    private static string Separate(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (RuneKinds.IsIdeograph(rune))
            {
                result.Append(' ').AppendRune(rune).Append(' ');
            }
            else
            {
                result.AppendRune(rune);
            }
        }

        return result.ToString();
    }
}
