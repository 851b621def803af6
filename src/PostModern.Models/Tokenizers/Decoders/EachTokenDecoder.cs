namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>Does something to each token, and may join them all.</summary>
internal sealed class EachTokenDecoder(bool fuses, Func<string, string> change) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var changed = tokens.Select(change);
        return fuses ? [string.Concat(changed)] : [.. changed];
    }
}
