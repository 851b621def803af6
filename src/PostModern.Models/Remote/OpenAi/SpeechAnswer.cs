using PostModern.Models.Tasks.Speech;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a speech model wrote down.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Segments">Where times were asked for; else empty.</param>
internal sealed record SpeechAnswer(string Text, IReadOnlyList<TranscriptSegment> Segments);
