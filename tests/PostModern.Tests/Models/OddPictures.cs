using PostModern.Models.Decoding;
using PostModern.Tests.Models.Decoding;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Models;

/// <summary>A photograph of zebras in the forms that cameras, printers and browsers make of pictures.</summary>
internal static class OddPictures
{
    private static readonly byte[] s_file = File.ReadAllBytes(Samples.Photo("zebra.jpg"));

    /// <summary>Those that take no other program to make.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["cmyk.tiff"] = () => Convert((pixels, size) => CmykTiff.Encode(
            size.Width, size.Height, [.. pixels.Chunk(3).SelectMany(p => (byte[])[(byte)(255 - p[0]), (byte)(255 - p[1]), (byte)(255 - p[2]), 0])])),
        ["16-bit.png"] = () => Convert((pixels, size) => Png.Encode(
            size.Width, size.Height, 16, 2, pixels.Chunk(size.Width * 3).Select(row => row.SelectMany(v => (byte[])[v, v]).ToArray()))),
        ["alpha.png"] = () => Convert((pixels, size) => Png.Encode(
            size.Width, size.Height, 8, 6, pixels.Chunk(size.Width * 3).Select(row => row.Chunk(3).SelectMany(p => (byte[])[.. p, 255]).ToArray()))),
        ["rotated.jpg"] = () => Jpeg.WithOrientation(Turned(), 6),
    };

    /// <summary>A picture that moves: zebras, then nothing.</summary>
    public static void Animate(string path) => TestMedia.Run("ffmpeg",
        [
            "-v", "error", "-loop", "1", "-t", "1", "-i", Samples.Photo("zebra.jpg"), "-f", "lavfi", "-t", "1", "-i", "color=black:size=400x400",
            "-filter_complex", "[0]scale=400:400,setsar=1,fps=2[a];[1]setsar=1,fps=2[b];[a][b]concat=n=2", path,
        ]);

    /// <summary>Laid on its left side, as a camera stores what it takes upright.</summary>
    private static byte[] Turned()
    {
        using var image = ImageDecoder.Decode(s_file, 640, 640, ImageFit.ShrinkOnly);
        using var turned = new PixelImage(image.Height, image.Width);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                image.Pixels.Slice(((y * image.Width) + x) * 3, 3).CopyTo(turned.Pixels[((((turned.Height - 1 - x) * turned.Width) + y) * 3)..]);
            }
        }

        return VipsJpeg.Encode(turned);
    }

    private static byte[] Convert(Func<byte[], (int Width, int Height), byte[]> encode)
    {
        using var image = ImageDecoder.Decode(s_file, 640, 640, ImageFit.ShrinkOnly);
        return encode(image.Pixels.ToArray(), (image.Width, image.Height));
    }
}
