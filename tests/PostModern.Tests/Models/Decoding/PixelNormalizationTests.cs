using PostModern.Models.Decoding;

namespace PostModern.Tests.Models.Decoding;

public sealed class PixelNormalizationTests
{
    [Fact]
    public void Pixels_become_planes_of_normalised_channels()
    {
        var planes = new float[6];
        new PixelNormalization((10, 20, 30), (2, 4, 5), blueFirst: false).Apply([10, 24, 40, 12, 20, 30], planes);
        Assert.Equal([0, 1, 1, 0, 2, 0], planes);
    }

    [Fact]
    public void Blue_may_come_first()
    {
        var planes = new float[3];
        new PixelNormalization((0, 0, 0), (1, 1, 1), blueFirst: true).Apply([1, 2, 3], planes);
        Assert.Equal([3, 2, 1], planes);
    }
}
