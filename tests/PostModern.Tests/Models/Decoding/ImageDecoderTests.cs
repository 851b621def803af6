using PostModern.Arrow.Errors;
using PostModern.Models.Decoding;

namespace PostModern.Tests.Models.Decoding;

public sealed class ImageDecoderTests
{
    private static readonly byte[] Zebra = File.ReadAllBytes(Samples.Photo("zebra.jpg"));

    [Fact]
    public void A_photograph_lies_centred_in_its_letterbox()
    {
        using var image = ImageDecoder.Decode(Zebra, 416, 416, ImageFit.Letterbox);
        Assert.Equal((416, 416, 800, 533), (image.Width, image.Height, image.SourceWidth, image.SourceHeight));
        Assert.Equal(new PixelArea(0, 69, 416, 277), image.Content);
        var above = image.Pixels[..(69 * 416 * 3)].ToArray();
        var below = image.Pixels[((69 + 277) * 416 * 3)..].ToArray();
        Assert.All(above.Concat(below), value => Assert.Equal(0, value));
        Assert.Contains(image.Pixels[(69 * 416 * 3)..((69 + 277) * 416 * 3)].ToArray(), value => value > 200);
    }

    [Theory]
    [InlineData(nameof(ImageFit.Inside), 400, 400, 400, 267)]
    [InlineData(nameof(ImageFit.Inside), 1600, 1600, 1600, 1066)]
    [InlineData(nameof(ImageFit.ShrinkOnly), 1600, 1600, 800, 533)]
    [InlineData(nameof(ImageFit.ShrinkOnly), 400, 400, 400, 267)]
    [InlineData(nameof(ImageFit.Cover), 300, 300, 300, 300)]
    [InlineData(nameof(ImageFit.Stretch), 64, 320, 64, 320)]
    public void A_fit_decides_the_size(string fit, int width, int height, int expectedWidth, int expectedHeight)
    {
        using var image = ImageDecoder.Decode(Zebra, width, height, Enum.Parse<ImageFit>(fit));
        Assert.Equal((expectedWidth, expectedHeight), (image.Width, image.Height));
    }

    [Fact]
    public void A_picture_that_lies_on_its_side_is_set_upright()
    {
        using var plain = ImageDecoder.Decode(Zebra, 4, 4, ImageFit.Stretch);
        using var turned = ImageDecoder.Decode(Jpeg.WithOrientation(Zebra, 6), 4, 4, ImageFit.Stretch);
        Assert.Equal((533, 800), (turned.SourceWidth, turned.SourceHeight));
        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 4; x++)
            {
                // Orientation 6: the file's left side is the picture's top.
                Assert.InRange(Math.Abs(Red(plain, x, y) - Red(turned, 3 - y, x)), 0, 12);
            }
        }
    }

    public static TheoryData<string, byte[], byte[]> Colours => new()
    {
        { "grey", Png.Plain(8, 8, 8, 0, 100), [100, 100, 100] },
        { "16-bit grey", Png.Plain(8, 8, 16, 0, 200, 0), [200, 200, 200] },
        { "RGB", Png.Plain(8, 8, 8, 2, 10, 20, 30), [10, 20, 30] },
        { "16-bit RGB", Png.Plain(8, 8, 16, 2, 10, 0, 20, 0, 30, 0), [10, 20, 30] },
        { "transparent black lies on white", Png.Plain(8, 8, 8, 6, 0, 0, 0, 0), [255, 255, 255] },
        { "opaque RGBA", Png.Plain(8, 8, 8, 6, 10, 20, 30, 255), [10, 20, 30] },
        { "no ink", CmykTiff.Plain(8, 8, 0, 0, 0, 0), [255, 255, 255] },
        { "black ink", CmykTiff.Plain(8, 8, 0, 0, 0, 255), [40, 38, 38] },
        { "yellow ink", CmykTiff.Plain(8, 8, 0, 0, 255, 0), [255, 240, 0] },
    };

    [Theory]
    [MemberData(nameof(Colours))]
    public void Every_pixel_format_becomes_rgb(string what, byte[] file, byte[] expected)
    {
        using var image = ImageDecoder.Decode(file, 4, 4, ImageFit.Stretch);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            // Inks have no one true colour on a screen: a profile decides within a few steps.
            Assert.True(Math.Abs(image.Pixels[i] - expected[i % 3]) <= 16, $"{what}: {string.Join(' ', image.Pixels[..3].ToArray())}");
        }
    }

    [Fact]
    public void An_empty_file_is_said_to_be_empty() => AssertRefused([], "empty (0 bytes)");

    [Fact]
    public void Text_is_said_to_be_no_image() => AssertRefused("These are words."u8.ToArray(), "not an image of a known format");

    [Fact]
    public void A_jpeg_that_ends_early_is_an_error_and_not_grey() => AssertRefused(Zebra[..(Zebra.Length / 3)], "damaged or cut short");

    [Fact]
    public void A_jpeg_that_ends_in_its_header_is_an_error() => AssertRefused(Zebra[..100], "damaged or cut short");

    [Fact]
    public void A_jpeg_with_scrambled_data_is_an_error() => AssertRefused(Jpeg.Scrambled(Zebra), "damaged or cut short");

    [Fact]
    public void A_png_that_ends_early_is_an_error()
    {
        var rows = Enumerable.Range(0, 256).Select(y =>
        {
            var row = new byte[256 * 3];
            new Random(y).NextBytes(row);
            return row;
        });
        var png = Png.Encode(256, 256, 8, 2, rows);
        AssertRefused(png[..(png.Length / 2)], "damaged or cut short");
    }

    [Fact]
    public void A_small_file_that_claims_a_huge_picture_is_refused_unread() =>
        AssertRefused(Png.Encode(60_000, 60_000, 8, 0, [new byte[10]]), "60000 × 60000 pixels; at most 160 million");

    [Fact]
    public void Scripts_and_markup_are_no_images() =>
        AssertRefused("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray(), "not an image");

    [Fact]
    public void Decoding_goes_on_after_an_error()
    {
        AssertRefused(Zebra[..(Zebra.Length / 3)], "damaged");
        using var image = ImageDecoder.Decode(Zebra, 32, 32, ImageFit.Stretch);
        Assert.Equal(32, image.Width);
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        using var expected = ImageDecoder.Decode(Zebra, 64, 64, ImageFit.Letterbox);
        var pixels = expected.Pixels.ToArray();
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 4 == 3)
            {
                AssertRefused(Zebra[..(Zebra.Length / 2)], "cut short");
                return;
            }

            using var image = ImageDecoder.Decode(Zebra, 64, 64, ImageFit.Letterbox);
            Assert.Equal(pixels, image.Pixels.ToArray());
        });
    }

    private static int Red(PixelImage image, int x, int y) => image.Pixels[((y * image.Width) + x) * 3];

    private static void AssertRefused(byte[] file, string expected)
    {
        var error = Assert.Throws<ServerException>(() => ImageDecoder.Decode(file, 416, 416, ImageFit.Letterbox));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
