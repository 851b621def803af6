namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a speech model wrote down.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Segments">With times in seconds, where those were asked for; else empty.</param>
internal sealed record SpeechAnswer(string Text, IReadOnlyList<(double Start, double End, string Text)> Segments);
