using System.Globalization;

namespace PostModern.Lake.Parts;

/// <summary>A rectangle of a picture: <c>xywh=160,120,320,240</c>, in pixels or hundredths of the whole.</summary>
/// <param name="X">Left edge, from 0.</param>
/// <param name="Y">Upper edge, from 0.</param>
/// <param name="Width">More than 0.</param>
/// <param name="Height">More than 0.</param>
/// <param name="IsPercent">Whether the numbers are hundredths of the picture's width and height.</param>
/// <remarks>W3C Media Fragments 1.0, 4.2.2.</remarks>
public sealed record AreaStep(double X, double Y, double Width, double Height, bool IsPercent = false) : FragmentStep
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"xywh={(IsPercent ? "percent:" : "")}{X},{Y},{Width},{Height}");
}
