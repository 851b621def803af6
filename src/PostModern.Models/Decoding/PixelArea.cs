namespace PostModern.Models.Decoding;

/// <summary>A rectangle in pixels from the top left.</summary>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height);
