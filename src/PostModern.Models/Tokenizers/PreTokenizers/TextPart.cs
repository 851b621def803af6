namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>A part of a text on its way to the vocabulary.</summary>
/// <param name="Text">Never empty.</param>
/// <param name="IsFirst">Whether the whole text begins with it.</param>
internal readonly record struct TextPart(string Text, bool IsFirst);
