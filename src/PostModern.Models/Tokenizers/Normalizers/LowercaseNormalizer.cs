using System.Text;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Small letters, each character by itself: a Greek word's last sigma is no special one.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    private const char DottedCapitalI = 'İ';

    public string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // The one character whose small form is two.
            if (rune.Value == DottedCapitalI)
            {
                result.Append("i\u0307");
            }
            else
            {
                result.AppendRune(Rune.ToLowerInvariant(rune));
            }
        }

        return result.ToString();
    }
}
