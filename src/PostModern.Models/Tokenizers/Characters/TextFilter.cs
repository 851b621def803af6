using System.Text;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>Characters of a text, by what they are.</summary>
internal static class TextFilter
{
    internal static StringBuilder AppendRune(this StringBuilder builder, Rune rune) =>
        rune.IsBmp ? builder.Append((char)rune.Value) : builder.Append(rune.ToString());

    /// <summary>The characters that are wanted.</summary>
    internal static string Keep(this string text, Func<Rune, bool> isWanted)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (isWanted(rune))
            {
                result.AppendRune(rune);
            }
        }

        return result.ToString();
    }

    /// <summary>The text with each lone surrogate as U+FFFD: what remains has a UTF-8 form.</summary>
    internal static string WithoutLoneSurrogates(this string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.AppendRune(rune);
        }

        return result.ToString();
    }
}
