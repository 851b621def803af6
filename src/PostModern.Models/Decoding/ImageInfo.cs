namespace PostModern.Models.Decoding;

/// <summary>What an image file's header says.</summary>
/// <param name="Format">Such as <c>jpeg</c>, <c>png</c>, <c>webp</c>, <c>gif</c>, <c>tiff</c>, <c>avif</c>.</param>
/// <param name="Width">Pixels across as stored, before <paramref name="Orientation"/> is applied.</param>
/// <param name="Height">Pixels down as stored.</param>
/// <param name="Bands">Channels a pixel, transparency included: 1 grey, 3 colour, 4 colour with transparency or CMYK.</param>
/// <param name="HasAlpha">Whether one of them is transparency.</param>
/// <param name="Orientation">1 to 8 as in EXIF; 1 is upright, from 5 on the picture lies on its side.</param>
/// <param name="Pages">Pages or frames.</param>
/// <param name="Exif">What the camera says; null where there is no EXIF.</param>
public sealed record ImageInfo(
    string Format, int Width, int Height, int Bands, bool HasAlpha, int Orientation, int Pages, ImageExif? Exif);
