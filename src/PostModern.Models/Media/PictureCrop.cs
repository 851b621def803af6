using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Parts;
using PostModern.Models.Decoding;

namespace PostModern.Models.Media;

/// <summary>Cuts a rectangle out of a picture, as the picture is seen: upright.</summary>
internal static class PictureCrop
{
    // Beyond what any picture that is decoded has on a side, so that it is only ever turned, never scaled.
    private const int AnySide = 10_000_000;

    /// <param name="file">A picture in any format that models read; borrowed.</param>
    /// <param name="area">What reaches over an edge is cut there.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ServerException">InvalidInput: no picture, or the rectangle lies outside of it.</exception>
    public static byte[] Cut(ReadOnlyMemory<byte> file, AreaStep area)
    {
        using var picture = ImageDecoder.Decode(file, AnySide, AnySide, ImageFit.ShrinkOnly);
        var (left, right) = Range(area.X, area.Width, picture.Width, area.IsPercent);
        var (top, bottom) = Range(area.Y, area.Height, picture.Height, area.IsPercent);
        return left < right && top < bottom
            ? PngFile.Write(picture, new PixelArea(left, top, right - left, bottom - top))
            : throw new ServerException(ErrorCode.InvalidInput, string.Create(
                CultureInfo.InvariantCulture, $"'{area}' lies outside of the picture, which has {picture.Width} × {picture.Height} pixels."));
    }

    private static (int From, int To) Range(double start, double length, int pixels, bool isPercent)
    {
        var unit = isPercent ? pixels / 100.0 : 1;
        return ((int)Math.Clamp(Math.Floor(start * unit), 0, pixels), (int)Math.Clamp(Math.Ceiling((start + length) * unit), 0, pixels));
    }
}
