using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Captioning;

/// <summary>What can be said of a picture.</summary>
/// <param name="Caption">A sentence.</param>
/// <param name="Things">What it speaks of, surest first.</param>
internal sealed record PictureWords(string Caption, IReadOnlyList<DetectedObject> Things);
