using System.Numerics;
using PostModern.Models.Decoding;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>Cuts a region out of a page, turned upright and scaled to the height that the recogniser wants.</summary>
internal static class LineImage
{
    /// <summary>Pixels down.</summary>
    internal const int Height = 48;

    /// <summary>Pixels across at most; longer lines are squeezed.</summary>
    internal const int MostWidth = 3200;

    /// <summary>How wide the region's line will be.</summary>
    internal static int WidthOf(TextRegion region) =>
        Math.Clamp((int)MathF.Round(Height * region.Width / region.Height), Height, MostWidth);

    /// <summary>Fills planes of blue, green, red with values −1..1.</summary>
    /// <param name="page">Where the text is.</param>
    /// <param name="region">Which part of it.</param>
    /// <param name="planes">3 × <see cref="Height"/> × <paramref name="width"/> floats.</param>
    /// <param name="width">See <see cref="WidthOf"/>.</param>
    internal static void Fill(PixelImage page, TextRegion region, Span<float> planes, int width)
    {
        var right = region.Across * (region.Width / width);
        var down = region.Down * (region.Height / Height);
        var corner = region.Center - (right * (width / 2f)) - (down * (Height / 2f));

        // Where several page pixels meet in one, all of them are averaged: thin strokes would vanish between sampled points.
        var taps = Math.Max(1, (int)MathF.Ceiling(region.Height / Height));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var color = Average(page, corner + (right * x) + (down * y), right / taps, down / taps, taps);
                var at = (y * width) + x;
                planes[at] = color.Z;
                planes[at + (Height * width)] = color.Y;
                planes[at + (2 * Height * width)] = color.X;
            }
        }
    }

    private static Vector3 Average(PixelImage page, Vector2 corner, Vector2 right, Vector2 down, int taps)
    {
        var sum = Vector3.Zero;
        for (var i = 0; i < taps * taps; i++)
        {
            sum += Sample(page, corner + (right * ((i % taps) + 0.5f)) + (down * ((i / taps) + 0.5f)));
        }

        return (sum / (taps * taps * 127.5f)) - Vector3.One;
    }

    /// <summary>The colour at a point, mixed from the four pixels around it; outside the page its border goes on.</summary>
    private static Vector3 Sample(PixelImage page, Vector2 point)
    {
        var x = Math.Clamp(point.X - 0.5f, 0, page.Width - 1);
        var y = Math.Clamp(point.Y - 0.5f, 0, page.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, page.Width - 1), Math.Min(top + 1, page.Height - 1));
        var pixels = page.Pixels;
        var upper = Vector3.Lerp(Color(pixels, page.Width, left, top), Color(pixels, page.Width, right, top), x - left);
        var lower = Vector3.Lerp(Color(pixels, page.Width, left, bottom), Color(pixels, page.Width, right, bottom), x - left);
        return Vector3.Lerp(upper, lower, y - top);
    }

    private static Vector3 Color(ReadOnlySpan<byte> pixels, int width, int x, int y)
    {
        var at = ((y * width) + x) * 3;
        return new Vector3(pixels[at], pixels[at + 1], pixels[at + 2]);
    }
}
