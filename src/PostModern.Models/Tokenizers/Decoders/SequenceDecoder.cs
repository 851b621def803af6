namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>One after the other.</summary>
internal sealed class SequenceDecoder(IDecoder[] steps) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        foreach (var step in steps)
        {
            tokens = step.Decode(tokens);
        }

        return tokens;
    }
}
