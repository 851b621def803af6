using System.Text;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts at characters of a kind.</summary>
internal sealed class CharacterPreTokenizer(Func<Rune, bool> isMatch, SplitBehavior behavior) : IPreTokenizer
{
    public IEnumerable<TextPart> Split(TextPart part) => Cutting.Cut(part, Cutting.MatchesOf(part.Text, isMatch), behavior);
}
