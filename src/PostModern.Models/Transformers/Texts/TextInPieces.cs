using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>A text in the pieces that a network can read at once.</summary>
/// <param name="Text">The whole.</param>
/// <param name="Pieces">In their order: which part of the text, and its tokens.</param>
internal sealed record TextInPieces(string Text, IReadOnlyList<(Range Part, TokenRow Tokens)> Pieces);
