using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>GPT-2's: words with the space before them, as characters that stand for bytes.</summary>
internal sealed class ByteLevelPreTokenizer(bool addsSpace, bool cutsWords) : IPreTokenizer
{
    private const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private static readonly RunePattern s_words = new(Words);

    public IEnumerable<TextPart> Split(TextPart part)
    {
        if (addsSpace && !part.Text.StartsWith(' '))
        {
            part = part with { Text = " " + part.Text };
        }

        IEnumerable<TextPart> words = cutsWords ? Cutting.Cut(part, s_words.Matches(part.Text), SplitBehavior.Isolated) : [part];
        return words.Select(word => word with { Text = ByteAlphabet.Encode(word.Text) });
    }
}
