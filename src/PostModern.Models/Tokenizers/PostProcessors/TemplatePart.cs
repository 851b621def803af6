namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Special tokens, or the place of a text.</summary>
/// <param name="SpecialIds">None where a text stands.</param>
/// <param name="Type">The type of the tokens.</param>
/// <param name="Text">0 for the first text, 1 for the second; null for special tokens.</param>
internal sealed record TemplatePart(int[] SpecialIds, int Type, int? Text);
