using System.Numerics;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Tests.Models.Tasks.Ocr;

public sealed class RegionFinderTests
{
    private const int Width = 200;
    private const int Height = 100;

    [Fact]
    public void A_spot_becomes_a_rectangle_grown_on_all_sides()
    {
        var region = Assert.Single(Find((20, 30, 80, 10, 0)));
        Assert.Equal(60, region.Center.X, 1f);
        Assert.Equal(35, region.Center.Y, 1f);
        Assert.Equal(1, region.Across.X, 0.01f);

        // 80 × 10 with the ratio 1.6 grows by 800 · 1.6 / 180 = 7.1 on each side.
        Assert.Equal(80 + 14.2f, region.Width, 1.5f);
        Assert.Equal(10 + 14.2f, region.Height, 1.5f);
    }

    [Fact]
    public void A_slanting_line_keeps_its_slant()
    {
        var region = Assert.Single(Find((40, 30, 100, 10, 20)));
        Assert.Equal(20, MathF.Atan2(region.Across.Y, region.Across.X) * 180 / MathF.PI, 2f);
        Assert.True(region.Width > 5 * region.Height * 0.5f);
    }

    [Fact]
    public void Spots_that_touch_nowhere_are_regions_of_their_own() => Assert.Equal(2, Find((10, 10, 60, 10, 0), (10, 50, 60, 10, 0)).Count);

    [Fact]
    public void Specks_and_faint_spots_are_no_text()
    {
        Assert.Empty(Find((10, 10, 3, 3, 0)));
        Assert.Empty(new RegionFinder(Enumerable.Repeat(0.4f, Width * Height).ToArray(), Width).Find());
    }

    [Fact]
    public void Spots_at_the_border_stay_on_their_side()
    {
        // Two spots at opposite borders of neighbouring rows lie next to each other in memory only.
        var map = new float[Width * Height];
        Fill(map, (180, 20, 20, 8, 0));
        Fill(map, (0, 21, 20, 8, 0));
        Assert.Equal(2, new RegionFinder(map, Width).Find().Count);
    }

    private static List<TextRegion> Find(params (int X, int Y, int Width, int Height, float Degrees)[] spots)
    {
        var map = new float[Width * Height];
        foreach (var spot in spots)
        {
            Fill(map, spot);
        }

        return new RegionFinder(map, Width).Find();
    }

    private static void Fill(float[] map, (int X, int Y, int Width, int Height, float Degrees) spot)
    {
        var turn = Matrix3x2.CreateRotation(spot.Degrees * MathF.PI / 180, new Vector2(spot.X, spot.Y));
        for (var y = 0f; y < spot.Height; y += 0.5f)
        {
            for (var x = 0f; x < spot.Width; x += 0.5f)
            {
                var point = Vector2.Transform(new Vector2(spot.X + x, spot.Y + y), turn);
                map[((int)point.Y * Width) + (int)point.X] = 0.9f;
            }
        }
    }
}
