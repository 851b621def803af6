namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Tokens in their order, as a model takes them.</summary>
internal sealed class TokenRow
{
    /// <summary>The ids.</summary>
    internal List<int> Ids { get; } = [];

    /// <summary>To which of two texts each belongs: 0 or 1.</summary>
    internal List<int> TypeIds { get; } = [];

    /// <summary>Whether each was added by the tokenizer and is no part of the text.</summary>
    internal List<bool> IsSpecial { get; } = [];

    internal void Add(int id, int type, bool isSpecial)
    {
        Ids.Add(id);
        TypeIds.Add(type);
        IsSpecial.Add(isSpecial);
    }

    internal void AddRange(IEnumerable<int> ids, int type)
    {
        foreach (var id in ids)
        {
            Add(id, type, isSpecial: false);
        }
    }
}
