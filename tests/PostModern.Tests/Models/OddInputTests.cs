using System.Buffers.Binary;
using System.Numerics.Tensors;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Models.Signatures;
using PostModern.Tests.Lake;
using PostModern.Tests.Models.Decoding;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Models;

/// <summary>Every default model on pictures and texts as nobody should send them.</summary>
[Collection(ModelCollection.Name)]
public sealed class OddInputTests(ModelFixture fixture) : IDisposable
{
    private static readonly Dictionary<string, object?> NoOptions = [];
    private readonly TestFolder _folder = new();

    public static TheoryData<string> PictureTasks => ["caption", "detect", "ocr", "embed", "classify", "moderate"];

    public static TheoryData<string> TextTasks => ["embed", "sentiment"];

    public static TheoryData<string> Forms => [.. OddPictures.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_picture_is_seen_whatever_its_form(string name)
    {
        await File.WriteAllBytesAsync(_folder.At(name), OddPictures.All[name]());
        await AssertZebrasAsync(_folder.At(name));
    }

    [MediaFact("ffmpeg")]
    public async Task Of_a_picture_that_moves_the_first_is_seen()
    {
        foreach (var name in (string[])["moving.gif", "moving.webp"])
        {
            OddPictures.Animate(_folder.At(name));
            await AssertZebrasAsync(_folder.At(name));
        }
    }

    [Theory]
    [MemberData(nameof(PictureTasks))]
    public async Task What_is_no_picture_is_a_row_error_that_says_why_and_the_rest_is_seen(string task)
    {
        var zebra = await File.ReadAllBytesAsync(Samples.Photo("zebra.jpg"));
        var huge = Png.Plain(8, 8, 8, 2, 1, 2, 3);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(20), 100_000);
        (byte[] File, string Reason)[] bad =
        [
            ([], "0 bytes"),
            (Jpeg.Scrambled(zebra), "damaged or cut short"),
            (zebra[..(zebra.Length / 3)], "damaged or cut short"),
            ("These are words."u8.ToArray(), "not an image of a known format"),
            (await File.ReadAllBytesAsync(TestSpeech.File), "not an image of a known format"),
            (huge, "100000 × 100000 pixels; at most 160 million"),
        ];
        string[] paths = [.. bad.Select((b, i) => _folder.At($"{i}.jpg")), Samples.Photo("zebra.jpg")];
        foreach (var (path, (file, _)) in paths.Zip(bad))
        {
            await File.WriteAllBytesAsync(path, file);
        }

        var result = await fixture.Runtime.Bind(task, NoOptions, InputKind.Object).RunAsync(InputColumns.Objects(paths));
        Assert.Equal(bad.Length, result.Errors.Count);
        Assert.All(result.Errors.Zip(bad), pair => Assert.Contains(pair.Second.Reason, pair.First.Message, StringComparison.Ordinal));
        Assert.All(result.Errors, error => Assert.Equal(ErrorCode.InvalidInput, error.Code));
        Assert.False(result.Values.IsNull(bad.Length));
    }

    [Theory]
    [MemberData(nameof(TextTasks))]
    public async Task Any_text_is_answered(string task)
    {
        string[] texts =
        [
            "",
            " ",
            string.Concat(Enumerable.Repeat("a million characters ", 50_000)),
            new string('x', 1_000_000),
            "half a pair \ud83d and another \ude00",
            "😀🎉👩‍👩‍👧‍👦 🏳️‍🌈",
            "مرحبا بالعالم، هذا نص من اليمين إلى اليسار",
            "漢字かな交じり文",
            "a\0b\u0001\u200b\ufeff",
            "line\r\nline\ttab",
        ];
        var result = await fixture.Runtime.Bind(task, NoOptions, InputKind.Text).RunAsync(InputColumns.Texts(texts));
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.Values.NullCount);
        if (task == "embed")
        {
            Assert.All(Enumerable.Range(0, texts.Length), row => Assert.Equal(1, TensorPrimitives.Norm<float>(result.Values.Children[0].Values<float>().Slice(row * 512, 512)), 0.001f));
        }
    }

    private async Task AssertZebrasAsync(string path)
    {
        Assert.Contains("zebra", (string)(await AnswerAsync("caption", path))!, StringComparison.Ordinal);
        Assert.Equal("zebra", await AnswerAsync("classify", path));
        Assert.Equal("", await AnswerAsync("ocr", path));
        Assert.InRange(Assert.IsType<object?[]>(await AnswerAsync("detect", path)).Length, 1, 6);
        Assert.InRange((float)Assert.IsType<Dictionary<string, object?>>(await AnswerAsync("moderate", path))["neutral"]!, 0.5f, 1);
    }

    private async Task<object?> AnswerAsync(string task, string path)
    {
        var result = await fixture.Runtime.Bind(task, NoOptions, InputKind.Object).RunAsync(InputColumns.Objects(path));
        Assert.Empty(result.Errors);
        return ColumnValue.Get(result.Values, 0);
    }
}
