namespace PostModern.Models.Transformers.Pictures;

/// <summary>A picture's planes, and the labels to choose from.</summary>
internal sealed record ClipQuestion(float[] Picture, string[] Labels);
