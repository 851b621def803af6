namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Each cuts what the one before has left.</summary>
internal sealed class SequencePreTokenizer(IPreTokenizer[] steps) : IPreTokenizer
{
    public IEnumerable<TextPart> Split(TextPart part)
    {
        IEnumerable<TextPart> parts = [part];
        foreach (var step in steps)
        {
            parts = parts.SelectMany(step.Split);
        }

        return parts;
    }
}
