using System.Buffers.Binary;
using PostModern.Arrow.Errors;
using PostModern.Models.Decoding;

namespace PostModern.Tests.Models.Decoding;

public sealed class ImageFilesTests
{
    private static readonly byte[] s_photo = File.ReadAllBytes(Samples.Photo("zebra.jpg"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exif_tells_the_camera_the_time_and_the_place(bool isBigEndian)
    {
        var info = ImageFiles.ReadInfo(Exif.InJpeg(s_photo, WithCamera(isBigEndian)));

        Assert.Equal(6, info.Orientation);
        var exif = info.Exif!;
        Assert.Equal(("Fictitious", "F-1", "50mm", "Darkroom 3"), (exif.Make, exif.Model, exif.Lens, exif.Software));
        Assert.Equal(new DateTime(2026, 3, 4, 5, 6, 7).AddMilliseconds(250), exif.Taken);
        Assert.Equal((0.004, 2.8, 400, 50.0), (exif.ExposureTime, exif.FNumber, exif.Iso, exif.FocalLength));
        Assert.Equal(-33.8568, exif.Latitude!.Value, 4);
        Assert.Equal(151.2153, exif.Longitude!.Value, 4);
        Assert.Equal(-12.5, exif.Altitude);
    }

    [Fact]
    public void Damaged_exif_reads_as_absent_wherever_it_is_cut_or_changed()
    {
        var block = WithCamera(isBigEndian: false);
        var random = new Random(5);
        for (var i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. block.AsSpan(0, i % 2 == 0 ? block.Length : random.Next(block.Length))];
            for (var change = 0; change < 4 && damaged.Length > 0; change++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            _ = ExifReader.Read(damaged);
        }
    }

    [Fact]
    public void The_header_of_a_photograph_is_in_its_first_bytes()
    {
        Assert.True(ImageFiles.HasHeaderInFront(s_photo));
        Assert.Equal(ImageFiles.ReadInfo(s_photo), ImageFiles.ReadInfo(s_photo.AsMemory(0, s_photo.Length / 4)));
    }

    [Fact]
    public void A_picture_without_exif_has_none()
    {
        var info = ImageFiles.ReadInfo(Png.Plain(7, 5, 8, 6, 1, 2, 3, 4));
        Assert.Equal(new ImageInfo("png", 7, 5, 4, true, 1, 1, null), info);
    }

    [Fact]
    public void A_thumbnail_is_upright_small_and_without_metadata()
    {
        var original = ImageFiles.ReadInfo(s_photo);
        var sideways = Exif.InJpeg(s_photo, WithCamera(isBigEndian: true));

        var small = ImageFiles.ReadInfo(ImageFiles.Thumbnail(sideways, 100));
        Assert.Equal(("jpeg", 3, 1), (small.Format, small.Bands, small.Orientation));
        Assert.Null(small.Exif);
        Assert.Equal(100, Math.Max(small.Width, small.Height));
        Assert.Equal(original.Width > original.Height, small.Height > small.Width);
    }

    [Fact]
    public void A_thumbnail_keeps_colours_and_a_small_picture_its_size()
    {
        var thumbnail = ImageFiles.Thumbnail(Png.Plain(16, 8, 8, 2, 200, 30, 60), 500);
        using var image = ImageDecoder.Decode(thumbnail, 16, 8, ImageFit.ShrinkOnly);
        Assert.Equal((16, 8), (image.SourceWidth, image.SourceHeight));
        Assert.InRange(image.Pixels[0], 194, 206);
        Assert.InRange(image.Pixels[1], 24, 36);
        Assert.InRange(image.Pixels[2], 54, 66);
    }

    [Fact]
    public void A_picture_of_a_gigapixel_is_refused_by_its_header()
    {
        var bomb = Png.Plain(4, 4, 8, 2, 1, 2, 3);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 32_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 32_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Png.Checksum(bomb.AsSpan(12, 17)));

        Assert.Equal(32_000, ImageFiles.ReadInfo(bomb).Width);
        var error = Assert.Throws<ServerException>(() => ImageFiles.Thumbnail(bomb, 100));
        Assert.Equal("The image is 32000 × 32000 pixels; at most 160 million are decoded.", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8193)]
    public void A_thumbnail_has_a_size_within_reason(int pixels) =>
        Assert.Contains("1 to 8192 pixels", Assert.Throws<ServerException>(() => ImageFiles.Thumbnail(s_photo, pixels)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_drawing_that_a_loader_would_have_to_interpret_is_refused() =>
        Assert.Contains("not an image of a known format", Assert.Throws<ServerException>(() => ImageFiles.Thumbnail("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray(), 9)).Message, StringComparison.Ordinal);

    private static byte[] WithCamera(bool isBigEndian)
    {
        var exif = new Exif(isBigEndian);
        return exif.Write(
            [Exif.Text(0x010F, "Fictitious"), Exif.Text(0x0110, "F-1"), exif.Short(0x0112, 6), Exif.Text(0x0131, "Darkroom 3")],
            [
                exif.Ratios(0x829A, (1, 250)), exif.Ratios(0x829D, (28, 10)), exif.Short(0x8827, 400), Exif.Text(0x9003, "2026:03:04 05:06:07"),
                Exif.Text(0x9291, "25"), exif.Ratios(0x920A, (50, 1)), Exif.Text(0xA434, "50mm"),
            ],
            [
                Exif.Text(1, "S"), exif.Ratios(2, (33, 1), (51, 1), (2448, 100)), Exif.Text(3, "E"), exif.Ratios(4, (151, 1), (12, 1), (5508, 100)),
                Exif.Byte(5, 1), exif.Ratios(6, (25, 2)),
            ]);
    }
}
