using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts at matches of a pattern.</summary>
internal sealed class PatternPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool inverted) : IPreTokenizer
{
    public IEnumerable<TextPart> Split(TextPart part) => Cutting.Cut(part, pattern.Matches(part.Text), behavior, inverted);
}
