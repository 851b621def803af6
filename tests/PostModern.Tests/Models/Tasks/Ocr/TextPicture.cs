using System.Numerics;
using PostModern.Models.Decoding;

namespace PostModern.Tests.Models.Tasks.Ocr;

/// <summary>Sets text as a picture, and photographs it.</summary>
internal static class TextPicture
{
    private const int Margin = 40;

    /// <summary>Black on white, as a JPEG file.</summary>
    public static byte[] Render(string text, string font)
    {
        using var page = Draw(text, font);
        return VipsJpeg.Encode(page);
    }

    /// <summary>The same on grey paper in uneven light, turned by some degrees, a little out of focus, with a small sensor's noise.</summary>
    public static byte[] Photograph(string text, string font, float degrees)
    {
        using var page = Draw(text, font);
        using var photo = new PixelImage(page.Width + 160, page.Height + 160);
        var turn = Matrix3x2.CreateRotation(-degrees * MathF.PI / 180, new Vector2(photo.Width / 2f, photo.Height / 2f));
        var random = new Random(7);
        for (var y = 0; y < photo.Height; y++)
        {
            for (var x = 0; x < photo.Width; x++)
            {
                var ink = Blurred(page, Vector2.Transform(new Vector2(x, y), turn) - new Vector2(80));
                var light = 0.65 + (0.3 * x / photo.Width);
                var level = (byte)Math.Clamp((ink * light) + random.Next(-12, 13), 0, 255);
                photo.Pixels.Slice(((y * photo.Width) + x) * 3, 3).Fill(level);
            }
        }

        return VipsJpeg.Encode(photo);
    }

    private static double Blurred(PixelImage page, Vector2 at)
    {
        var sum = 0d;
        foreach (var (dx, dy) in ((int, int)[])[(0, 0), (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        {
            var (x, y) = ((int)MathF.Round(at.X) + dx, (int)MathF.Round(at.Y) + dy);
            sum += x >= 0 && y >= 0 && x < page.Width && y < page.Height ? page.Pixels[((y * page.Width) + x) * 3] : 255;
        }

        return sum / 6;
    }

    private static PixelImage Draw(string text, string font)
    {
        VipsLibrary.EnsureStarted();
        using var operation = new VipsOperation("text"u8);
        operation.Set("text", text);
        operation.Set("font", font);
        operation.Set("dpi", 96);
        operation.Set("rgba", "true");
        using var drawn = operation.Run();
        using var flatten = new VipsOperation("flatten"u8);
        flatten.Set("in", drawn);
        flatten.Set("background", "255");
        using var flat = flatten.Run();
        var pixels = new byte[flat.Width * flat.Height * 3];
        flat.CopyTo(pixels, new PixelArea(0, 0, flat.Width, flat.Height), flat.Width);
        var page = new PixelImage(flat.Width + (2 * Margin), flat.Height + (2 * Margin));
        page.Pixels.Fill(255);
        for (var y = 0; y < flat.Height; y++)
        {
            pixels.AsSpan(y * flat.Width * 3, flat.Width * 3).CopyTo(page.Pixels[((((y + Margin) * page.Width) + Margin) * 3)..]);
        }

        return page;
    }
}
