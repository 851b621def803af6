namespace PostModern.Models.Tasks.Ocr;

/// <summary>A region and what it says.</summary>
internal readonly record struct TextPiece(TextRegion Region, string Text);
