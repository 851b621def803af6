namespace PostModern.Models.Tasks.Speech;

/// <summary>What was said in a stretch of a recording.</summary>
/// <param name="Start">Seconds from the recording's beginning.</param>
/// <param name="End">Seconds from the recording's beginning.</param>
/// <param name="Text">Not empty.</param>
internal readonly record struct TranscriptSegment(double Start, double End, string Text);
