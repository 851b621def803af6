using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding;

/// <summary>Turns an image file's bytes into upright RGB8 pixels of a wanted size.</summary>
/// <remarks>
/// EXIF orientation is applied; grey, CMYK, 16-bit and palette pictures become RGB8; transparency lies on white, as on paper.
/// JPEG and WebP are decoded at the smallest scale that suffices.
/// </remarks>
internal static class ImageDecoder
{
    /// <summary>Larger pictures are refused before any pixel is decoded: a small file can claim any size.</summary>
    internal const long MaxPixels = 160_000_000;

    /// <summary>Decodes a file to <paramref name="width"/> × <paramref name="height"/>.</summary>
    /// <param name="file">A whole image file; borrowed for the call.</param>
    /// <param name="width">Wanted pixels across.</param>
    /// <param name="height">Wanted pixels down.</param>
    /// <param name="fit">What happens when the shapes differ.</param>
    /// <returns>Pixels owned by the caller.</returns>
    /// <exception cref="ServerException">InvalidInput: empty, no image, damaged, cut short or too large.</exception>
    internal static PixelImage Decode(ReadOnlyMemory<byte> file, int width, int height, ImageFit fit)
    {
        VipsLibrary.EnsureStarted();
        if (file.IsEmpty)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The file is empty (0 bytes), so it holds no image.");
        }

        using var picture = VipsPicture.Open(file);
        CheckSize(picture.Width, picture.Height);
        using var scaled = picture.Scale(width, height, fit);
        var image = Allocate(picture, scaled, fit == ImageFit.Letterbox ? (width, height) : (scaled.Width, scaled.Height));
        try
        {
            scaled.CopyTo(image.Pixels, image.Content, image.Width);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Scales a decoded picture to an exact size, whatever becomes of its shape.</summary>
    /// <returns>Pixels owned by the caller.</returns>
    internal static PixelImage Stretch(PixelImage image, int width, int height)
    {
        var target = new PixelImage(width, height) { SourceWidth = image.SourceWidth, SourceHeight = image.SourceHeight };
        try
        {
            VipsScaling.Stretch(image, target);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private static PixelImage Allocate(VipsPicture picture, VipsImage scaled, (int Width, int Height) size) => new(size.Width, size.Height)
    {
        SourceWidth = picture.Width,
        SourceHeight = picture.Height,
        Content = new PixelArea((size.Width - scaled.Width) / 2, (size.Height - scaled.Height) / 2, scaled.Width, scaled.Height),
    };

    private static void CheckSize(int width, int height)
    {
        if ((long)width * height > MaxPixels)
        {
            throw new ServerException(ErrorCode.InvalidInput, string.Create(
                CultureInfo.InvariantCulture,
                $"The image is {width} × {height} pixels; at most {MaxPixels / 1_000_000} million are decoded."));
        }
    }
}
