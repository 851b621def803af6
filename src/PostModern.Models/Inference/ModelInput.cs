namespace PostModern.Models.Inference;

/// <summary>One non-null input of a model.</summary>
/// <param name="Uri">The object; empty for text.</param>
/// <param name="Identity">Bytes that are equal exactly when the contents and the arguments are.</param>
/// <param name="Source">The content.</param>
internal sealed record ModelInput(string Uri, byte[] Identity, ContentSource Source)
{
    /// <summary>What is read to get the content, as far as known: nothing for a text, which is there.</summary>
    public long BytesToRead { get; init; }

    /// <summary>What is asked of it, none of it null.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];
}
