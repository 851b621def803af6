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

    private async Task<string?> ReadAsync(string path)
    {
        var result = await fixture.Runtime.Bind("ocr", new Dictionary<string, object?>()).RunAsync(InputColumns.Objects(path));
        Assert.Empty(result.Errors);
        return result.Values.GetString(0);
    }
}
