using System.Numerics;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>A piece of a line of text: a rectangle that may be turned.</summary>
/// <param name="Center">Its middle, in pixels.</param>
/// <param name="Across">The direction of reading, of length 1.</param>
/// <param name="Width">Pixels along <paramref name="Across"/>.</param>
/// <param name="Height">Pixels from the letters' feet to their heads.</param>
internal readonly record struct TextRegion(Vector2 Center, Vector2 Across, float Width, float Height)
{
    /// <summary>From heads to feet, of length 1.</summary>
    internal Vector2 Down => new(-Across.Y, Across.X);

    /// <summary>Grows each side so far that the area grows by <paramref name="ratio"/> times itself over its perimeter.</summary>
    /// <remarks>The text detector is trained on shrunken regions; this undoes it ("unclip", Liao et al., Real-time Scene Text Detection with DB).</remarks>
    internal TextRegion Unclip(float ratio)
    {
        var distance = Width * Height * ratio / (2 * (Width + Height));
        return this with { Width = Width + (2 * distance), Height = Height + (2 * distance) };
    }

    /// <summary>The region in a picture that is larger by these factors.</summary>
    internal TextRegion Scale(Vector2 factor)
    {
        var across = Across * Width * factor;
        var down = Down * Height * factor;
        return new TextRegion(Center * factor, Vector2.Normalize(across), across.Length(), down.Length());
    }
}
