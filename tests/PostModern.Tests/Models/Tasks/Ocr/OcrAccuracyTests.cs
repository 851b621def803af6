using PostModern.Tests.Lake;
using Xunit.Abstractions;

namespace PostModern.Tests.Models.Tasks.Ocr;

/// <summary>Errors a character, on set and photographed text.</summary>
[Collection(ModelCollection.Name)]
public sealed class OcrAccuracyTests(ModelFixture fixture, ITestOutputHelper output) : IDisposable
{
    private static readonly (string Text, string Font)[] Texts =
    [
        ("Invoice No. 2024-0817\nTotal due: 1,249.50 EUR\nPayable within 30 days", "DejaVu Sans 20"),
        ("The quick brown fox jumps\nover the lazy dog.", "DejaVu Serif 20"),
        ("ERROR 404: page not found\nretry in 15 seconds", "DejaVu Sans Mono 18"),
        ("Gate B12 closes 18:45", "DejaVu Sans Bold 24"),
        ("Best before 12/2027\nKeep in a cool, dry place", "DejaVu Serif Bold 20"),
        ("Serial: 7F3K-99QZ\nMade in Portugal", "DejaVu Sans Condensed 20"),
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FontFact]
    public async Task Of_a_hundred_set_characters_at_most_one_is_wrong_apart_from_spaces()
    {
        var (letters, all) = await ErrorRatesAsync(TextPicture.Render);

        // The recogniser was made for Chinese, which has no spaces: it leaves many out between Latin words.
        Assert.InRange(letters, 0, 0.01);
        Assert.InRange(all, 0, 0.08);
    }

    [FontFact]
    public async Task Of_a_hundred_photographed_characters_at_most_two_are_wrong_apart_from_spaces()
    {
        var (letters, all) = await ErrorRatesAsync((text, font) => TextPicture.Photograph(text, font, degrees: 4));
        Assert.InRange(letters, 0, 0.02);
        Assert.InRange(all, 0, 0.06);
    }

    [Fact]
    public async Task Words_in_a_photograph_are_read()
    {
        var result = await fixture.Runtime.Bind("ocr", new Dictionary<string, object?>()).RunAsync(InputColumns.Objects(Samples.Label("desk.jpg")));
        Assert.Equal(["cup", "dining table", "keyboard", "cell phone"], result.Values.GetString(0)!.Split('\n'));
    }

    private async Task<(double Letters, double All)> ErrorRatesAsync(Func<string, string, byte[]> make)
    {
        foreach (var (i, (text, font)) in Texts.Index())
        {
            await File.WriteAllBytesAsync(_folder.At($"{i}.jpg"), make(text, font));
        }

        var result = await fixture.Runtime.Bind("ocr", new Dictionary<string, object?>())
            .RunAsync(InputColumns.Objects(Enumerable.Range(0, Texts.Length).Select(i => _folder.At($"{i}.jpg"))));
        Assert.Empty(result.Errors);
        var read = Enumerable.Range(0, Texts.Length).Select(row => result.Values.GetString(row)!).ToList();
        read.ForEach(text => output.WriteLine(text.Replace("\n", " | ", StringComparison.Ordinal)));
        var rates = (Rate(read, text => text.Replace(" ", "", StringComparison.Ordinal)), Rate(read, text => text));
        output.WriteLine($"Errors a character: {rates.Item1:0.000} apart from spaces, {rates.Item2:0.000} with them.");
        return rates;
    }

    private static double Rate(List<string> read, Func<string, string> simplify)
    {
        var errors = Texts.Zip(read, (written, seen) => EditDistance.Of(simplify(written.Text), simplify(seen))).Sum();
        return (double)errors / Texts.Sum(text => simplify(text.Text).Length);
    }
}
