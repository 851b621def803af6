namespace PostModern.Tests.Models.Tokenizers;

/// <summary>One text's tokens by the library in Rust and by its port to JavaScript.</summary>
internal sealed record ReferenceAnswer(ReferenceAnswer.Tokens Rust, ReferenceAnswer.Tokens Js)
{
    /// <param name="Ids">With special tokens; null is a token that the port has lost.</param>
    /// <param name="TypeIds">Only of the library.</param>
    /// <param name="Text">The ids decoded again, without special tokens.</param>
    internal sealed record Tokens(IReadOnlyList<int?> Ids, IReadOnlyList<int>? TypeIds, string Text);
}
