using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>NFC, NFD, NFKC and NFKD.</summary>
internal sealed class FormNormalizer(NormalForm form) : INormalizer
{
    public string Normalize(string text) => TextNormalization.Normalize(text, form);
}
