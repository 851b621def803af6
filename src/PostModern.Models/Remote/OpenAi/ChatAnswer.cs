using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a chat model answered.</summary>
/// <param name="Text">The answer.</param>
/// <param name="IsCutOff">Whether it ends at the limit of tokens instead of at its end.</param>
/// <param name="Used">The tokens that the server counted; null when it didn't tell.</param>
internal sealed record ChatAnswer(string Text, bool IsCutOff, TokenUse? Used);
