namespace PostModern.Models.Decoding;

/// <summary>Scales pixels that are in memory already.</summary>
internal static class VipsScaling
{
    /// <summary>Fills <paramref name="target"/> with the whole of <paramref name="source"/>.</summary>
    internal static unsafe void Stretch(PixelImage source, PixelImage target)
    {
        fixed (byte* pixels = source.Pixels)
        {
            using var original = VipsImage.FromRgb(pixels, source.Width, source.Height);
            using var operation = new VipsOperation("thumbnail_image"u8);
            operation.Set("in", original);
            VipsPicture.SetFit(operation, target.Width, target.Height, ImageFit.Stretch);
            using var scaled = operation.Run();
            scaled.CopyTo(target.Pixels, target.Content, target.Width);
        }
    }
}
