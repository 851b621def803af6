using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>Runs of tokens such as <c>&lt;0xE2&gt;</c> to the text whose UTF-8 they are; of a run that is none, each byte becomes U+FFFD.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private const char Replacement = '\uFFFD';

    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var texts = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (TryParse(token, out var b))
            {
                bytes.Add(b);
                continue;
            }

            Flush(bytes, texts);
            texts.Add(token);
        }

        Flush(bytes, texts);
        return texts;
    }

    private static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[^1] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> texts)
    {
        if (bytes.Count > 0)
        {
            byte[] run = [.. bytes];
            texts.Add(Utf8.IsValid(run) ? Encoding.UTF8.GetString(run) : new string(Replacement, run.Length));
            bytes.Clear();
        }
    }
}
