using System.Diagnostics;
using System.Text;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Tests.Models.Tokenizers.Characters;

/// <summary>Our normal forms are Unicode's, though the process runs without ICU.</summary>
public sealed class TextNormalizationTests
{
    [Theory]
    [InlineData(NormalForm.Nfc)]
    [InlineData(NormalForm.Nfd)]
    [InlineData(NormalForm.Nfkc)]
    [InlineData(NormalForm.Nfkd)]
    internal async Task Texts_of_many_scripts_are_normalised_as_Node_does_it(NormalForm form)
    {
        // Each character that Unicode 15 changes, and marks in all orders after each other.
        var texts = Enumerable.Range(0xA0, 0x2FA1E - 0xA0).Where(point => point is < 0xD800 or > 0xDFFF && Decomposes(point))
            .Select(point => $"a{new Rune(point)}\u0301{new Rune(point)}\u0316").Concat(ManyScripts.Texts(10_000)).ToList();
        var expected = await NormalizeInNodeAsync(texts, form);
        Assert.Equal(expected, texts.Select(text => TextNormalization.Normalize(text, form)));
    }

    private static bool Decomposes(int point) => Hangul.IsSyllable(point)
        || NormalizationData.Instance.Decompose(point, compatibility: true) is not null || NormalizationData.Instance.ClassOf(point) != 0;

    private static async Task<string[]> NormalizeInNodeAsync(IEnumerable<string> texts, NormalForm form)
    {
        const string Script = "process.stdout.write(require('fs').readFileSync(0,'utf8').split('\\ue001').map(t=>t.normalize(process.argv[1])).join('\\ue001'))";
        var start = new ProcessStartInfo("node", ["-e", Script, form.ToString().ToUpperInvariant()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(string.Join('\ue001', texts));
        process.StandardInput.Close();
        return (await process.StandardOutput.ReadToEndAsync()).Split('\ue001');
    }
}
