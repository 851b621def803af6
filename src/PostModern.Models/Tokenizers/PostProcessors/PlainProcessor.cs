namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Adds nothing.</summary>
internal sealed class PlainProcessor : IPostProcessor
{
    public TokenRow Process(IReadOnlyList<int> first, IReadOnlyList<int>? second)
    {
        var row = new TokenRow();
        row.AddRange(first, 0);
        row.AddRange(second ?? [], 1);
        return row;
    }
}
