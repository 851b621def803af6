namespace PostModern.Lake.Lineage;

/// <summary>A model that a statement called, exactly as it was.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Task">The function that called it, such as <c>caption</c>.</param>
/// <param name="Digest">The hash of its weights: another digest, other answers.</param>
public sealed record ModelUse(string Name, string Task, string Digest)
{
    /// <summary>Prompts and options that change answers.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
