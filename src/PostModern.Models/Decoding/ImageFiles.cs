using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding;

/// <summary>Image files apart from any model: what their headers say, and smaller copies of them.</summary>
public static class ImageFiles
{
    /// <summary>The longest edge of a thumbnail.</summary>
    public const int LargestThumbnail = 8192;

    private const string Heif = "heif";

    /// <summary>Whether a file's beginning may be enough for <see cref="ReadInfo"/>; the other formats have parts of their header anywhere.</summary>
    /// <param name="head">The first bytes of a file.</param>
    public static bool HasHeaderInFront(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']);

    /// <summary>Reads a header; no pixel is decoded.</summary>
    /// <param name="file">The file, or as much of its beginning as has the header.</param>
    /// <exception cref="ServerException">InvalidInput: empty, no image, damaged, or more of it is needed.</exception>
    public static ImageInfo ReadInfo(ReadOnlyMemory<byte> file)
    {
        VipsLibrary.EnsureStarted();
        ThrowIfEmpty(file);
        using var pin = file.Pin();
        using var header = VipsPicture.ReadHeader(pin, file.Length);
        var format = FormatOf(header);
        var exif = format == "tiff" ? file : header.Bytes("exif-data");
        return new ImageInfo(
            format, header.Width, header.Height, header.Bands, header.HasAlpha, header.Orientation, header.Pages, ExifReader.Read(exif));
    }

    /// <summary>A small upright JPEG without metadata.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">The longer edge at most; a smaller picture keeps its size.</param>
    /// <exception cref="ServerException">InvalidInput: as for decoding; or no such size.</exception>
    public static byte[] Thumbnail(ReadOnlyMemory<byte> file, int pixels)
    {
        if (pixels is < 1 or > LargestThumbnail)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A thumbnail's longer edge has 1 to {LargestThumbnail} pixels, not {pixels}.");
        }

        using var image = ImageDecoder.Decode(file, pixels, pixels, ImageFit.ShrinkOnly);
        return VipsJpeg.Encode(image);
    }

    private static void ThrowIfEmpty(ReadOnlyMemory<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The file is empty (0 bytes), so it holds no image.");
        }
    }

    /// <summary>libvips names the loader, as in <c>jpegload_buffer</c>; its loader of HEIF reads two formats.</summary>
    private static string FormatOf(VipsImage header)
    {
        var loader = header.Text("vips-loader") ?? "";
        var format = loader.Split("load")[0];
        return format == Heif ? header.Text("heif-compression") == "av1" ? "avif" : "heic" : format;
    }
}
