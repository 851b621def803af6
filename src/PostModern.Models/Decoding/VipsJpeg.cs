namespace PostModern.Models.Decoding;

/// <summary>Writes JPEG files.</summary>
internal static class VipsJpeg
{
    /// <summary>What photo sites commonly use: smaller shows, larger only takes bytes.</summary>
    private const int Quality = 80;

    /// <returns>A file without any metadata.</returns>
    internal static unsafe byte[] Encode(PixelImage image)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var raw = VipsImage.FromRgb(pixels, image.Width, image.Height);
            using var rgb = Rgb(raw);
            using var operation = new VipsOperation("jpegsave_buffer"u8);
            operation.Set("in", rgb);
            operation.Set("Q", Quality);
            operation.Set("keep", "none");
            return operation.RunToBytes();
        }
    }

    /// <summary>Says of three bytes a pixel that they are red, green and blue.</summary>
    private static VipsImage Rgb(VipsImage raw)
    {
        using var operation = new VipsOperation("copy"u8);
        operation.Set("in", raw);
        operation.Set("interpretation", "srgb");
        return operation.Run();
    }
}
