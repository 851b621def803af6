using System.Numerics;
using PostModern.Models.Decoding;
using PostModern.Tests.Models.Decoding;

namespace PostModern.Tests.Models.Tasks.Ocr;

[Collection(ModelCollection.Name)]
public sealed class OcrTests(ModelFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postmodern-ocr-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("parcel")]
    [InlineData("price-tag")]
    public async Task A_label_is_read_row_by_row(string label) =>
        Assert.Equal(Samples.LabelText($"{label}.txt"), await ReadAsync(Samples.Label($"{label}.png")));

    [Theory]
    [InlineData("duck.jpg")]
    [InlineData("flamingo.jpg")]
    [InlineData("coffee.jpg")]
    public async Task Photographs_without_text_give_no_text(string photo) => Assert.Equal("", await ReadAsync(Samples.Photo(photo)));

    [Fact]
    public async Task A_slanting_label_is_read()
    {
        var page = Path.Combine(_folder, "slanting.png");
        await File.WriteAllBytesAsync(page, Slanting(await File.ReadAllBytesAsync(Samples.Label("parcel.png")), degrees: 12));
        var text = await ReadAsync(page);
        Assert.All(Samples.LabelText("parcel.txt").Split(' ', '\n'), word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_blank_page_has_no_text()
    {
        var page = Path.Combine(_folder, "blank.png");
        await File.WriteAllBytesAsync(page, Png.Plain(640, 480, 8, 0, 255));
        Assert.Equal("", await ReadAsync(page));
    }

    [Fact]
    public async Task A_picture_of_one_pixel_has_no_text()
    {
        var page = Path.Combine(_folder, "dot.png");
        await File.WriteAllBytesAsync(page, Png.Plain(1, 1, 8, 0, 255));
        Assert.Equal("", await ReadAsync(page));
    }

    private static byte[] Slanting(byte[] file, float degrees)
    {
        using var label = ImageDecoder.Decode(file, 2000, 2000, ImageFit.ShrinkOnly);
        var (width, height) = (label.Width + 200, label.Height + 200);
        var rows = new byte[height][];
        var turn = Matrix3x2.CreateRotation(-degrees * MathF.PI / 180, new Vector2(width / 2f, height / 2f));
        for (var y = 0; y < height; y++)
        {
            rows[y] = new byte[width];
            for (var x = 0; x < width; x++)
            {
                var from = Vector2.Transform(new Vector2(x, y), turn) - new Vector2(100);
                var inside = from.X >= 0 && from.Y >= 0 && from.X < label.Width && from.Y < label.Height;
                rows[y][x] = inside ? label.Pixels[(((int)from.Y * label.Width) + (int)from.X) * 3] : (byte)255;
            }
        }

        return Png.Encode(width, height, 8, 0, rows);
    }

    private async Task<string?> ReadAsync(string path)
    {
        var result = await fixture.Runtime.Bind("ocr", new Dictionary<string, object?>()).RunAsync(InputColumns.Objects(path));
        Assert.Empty(result.Errors);
        return result.Values.GetString(0);
    }
}
