namespace PostModern.Models.Tasks.Classification;

/// <summary>A text and the labels to choose from.</summary>
internal sealed record LabeledText(int[] Pieces, string[] Labels);
