namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>A space for the sign that ends a word.</summary>
internal sealed class BpeDecoder(string suffix) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) => suffix.Length == 0 ? token : token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}
