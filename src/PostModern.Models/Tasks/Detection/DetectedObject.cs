namespace PostModern.Models.Tasks.Detection;

/// <summary>One thing that was found.</summary>
/// <param name="Label">Its index in <see cref="CocoLabels"/>.</param>
/// <param name="Score">How sure the model is, 0..1.</param>
/// <param name="Box">Where it is.</param>
internal readonly record struct DetectedObject(int Label, float Score, Box Box);
