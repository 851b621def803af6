using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Each byte of the UTF-8 as the character that stands for it.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    public string Normalize(string text) => ByteAlphabet.Encode(text);
}
