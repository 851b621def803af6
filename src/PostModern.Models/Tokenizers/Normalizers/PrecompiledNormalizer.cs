using System.Globalization;
using System.Text;
using System.Text.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>SentencePiece's compiled rules.</summary>
/// <remarks>
/// A character as a reader sees it, of less than six bytes, is looked up whole; otherwise each code point of it alone. What is found
/// replaces all that was looked up, though the rule may match only its beginning: so do the tokenizers that models were trained with.
/// </remarks>
internal sealed class PrecompiledNormalizer(CharacterMap map) : INormalizer
{
    private const int LongestWhole = 6;

    internal static PrecompiledNormalizer Read(JsonElement json) =>
        new(json.TryGetProperty("precompiled_charsmap", out var encoded) && encoded.ValueKind == JsonValueKind.String
            ? CharacterMap.Decode(encoded.GetBytesFromBase64())
            : CharacterMap.Empty);

    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            Append(result, text.AsSpan(at, length));
            at += length;
        }

        return result.ToString();
    }

    private void Append(StringBuilder result, ReadOnlySpan<char> element)
    {
        Span<byte> bytes = stackalloc byte[LongestWhole];
        if (Encoding.UTF8.TryGetBytes(element, bytes[..(LongestWhole - 1)], out var count) && map.Find(bytes[..count]) is { } whole)
        {
            result.Append(whole);
            return;
        }

        foreach (var rune in element.EnumerateRunes())
        {
            if (map.Find(bytes[..rune.EncodeToUtf8(bytes)]) is { } single)
            {
                result.Append(single);
            }
            else
            {
                result.AppendRune(rune);
            }
        }
    }
}
