using System.Text;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>GPT-2's printable characters for the 256 bytes.</summary>
/// <remarks>Printable bytes of Latin-1 stand for themselves, the others for the characters from U+0100 on.</remarks>
internal static class ByteAlphabet
{
    private const int FirstOther = 0x100;
    private static readonly char[] s_characters = MakeCharacters();
    private static readonly short[] s_bytes = MakeBytes();

    /// <summary>Each byte of the text's UTF-8 as a character.</summary>
    internal static string Encode(string text) =>
        string.Create(Encoding.UTF8.GetByteCount(text), text, static (target, source) =>
        {
            var bytes = Encoding.UTF8.GetBytes(source);
            for (var i = 0; i < bytes.Length; i++)
            {
                target[i] = s_characters[bytes[i]];
            }
        });

    /// <summary>The bytes that characters stand for; of a text with any other character, that text's own bytes.</summary>
    internal static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= s_bytes.Length || s_bytes[text[i]] < 0)
            {
                return Encoding.UTF8.GetBytes(text);
            }

            bytes[i] = (byte)s_bytes[text[i]];
        }

        return bytes;
    }

    private static bool IsPrintable(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        var next = FirstOther;
        for (var b = 0; b < characters.Length; b++)
        {
            characters[b] = (char)(IsPrintable(b) ? b : next++);
        }

        return characters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[2 * FirstOther];
        Array.Fill(bytes, (short)-1);
        for (var b = 0; b < s_characters.Length; b++)
        {
            bytes[s_characters[b]] = (short)b;
        }

        return bytes;
    }
}
