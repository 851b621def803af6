namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>The visible sign back to a space; in the first token it was put there, and is dropped.</summary>
internal sealed class MetaspaceDecoder(char sign, bool dropsFirst) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) => i == 0 && dropsFirst
            ? token.Replace(sign.ToString(), "", StringComparison.Ordinal)
            : token.Replace(sign, ' '))];
}
