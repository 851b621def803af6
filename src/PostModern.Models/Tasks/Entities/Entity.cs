namespace PostModern.Models.Tasks.Entities;

/// <summary>A name or the like that a text mentions.</summary>
/// <param name="Label">What it is, as the model calls it: PER, ORG, LOC.</param>
/// <param name="Text">As the text writes it.</param>
/// <param name="Score">How sure the model is, from 0 to 1.</param>
/// <param name="Position">The place of its first character in the text, counted from 1; null where the model's tokens don't tell.</param>
internal sealed record Entity(string Label, string Text, double Score, int? Position);
