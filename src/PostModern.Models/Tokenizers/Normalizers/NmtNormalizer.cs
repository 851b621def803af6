using System.Text;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>SentencePiece's rules for translation models: control characters go, unusual spaces become plain ones.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ((>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F'))
            {
                result.Append(IsSpace(c) ? ' ' : c);
            }
        }

        return result.ToString();
    }

    private static bool IsSpace(char c) => c is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F')
        or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
}
