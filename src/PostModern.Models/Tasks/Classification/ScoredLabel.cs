namespace PostModern.Models.Tasks.Classification;

/// <summary>A label, and how well it fits.</summary>
/// <param name="Label">As the caller writes it.</param>
/// <param name="Score">0 to 1; those of all labels together are 1.</param>
internal readonly record struct ScoredLabel(string Label, double Score);
