namespace PostModern.Models.Tasks.Speech;

/// <summary>A stretch of a recording in which somebody speaks.</summary>
/// <param name="Start">Seconds from the recording's beginning.</param>
/// <param name="End">Seconds from the recording's beginning.</param>
/// <param name="Samples">16,000 a second, full scale 1.</param>
internal sealed record SpeechWindow(double Start, double End, float[] Samples);
