using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Drops combining marks; a decomposition has to come before it.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    public string Normalize(string text) => text.Keep(rune => !RuneKinds.IsMark(rune));
}
