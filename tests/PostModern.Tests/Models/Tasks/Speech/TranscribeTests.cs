using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Models.Decoding.Sound;
using PostModern.Testing;
using PostModern.Tests.Lake;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Models.Tasks.Speech;

[Collection(ModelCollection.Name)]
public sealed class TranscribeTests(ModelFixture fixture) : IDisposable
{
    private static readonly Dictionary<string, object?> NoOptions = [];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_speech_is_written_down_with_its_punctuation() => Assert.Equal(
        "And so my fellow Americans ask not what your country can do for you, ask what you can do for your country.",
        await TranscribeAsync(TestSpeech.File));

    [Theory]
    [InlineData(8000, 1, "Signed16")]
    [InlineData(8000, 1, "Unsigned8")]
    [InlineData(11_025, 2, "Signed16")]
    [InlineData(44_100, 2, "Signed24")]
    [InlineData(48_000, 6, "Signed32")]
    [InlineData(96_000, 1, "Float32")]
    public async Task A_speech_is_understood_at_any_rate(int rate, int channels, string encoding)
    {
        var file = WaveWriter.Encode(TestSpeech.At(rate), new WaveFormat(Enum.Parse<SampleEncoding>(encoding), channels, rate));
        Assert.InRange(WordErrors.Rate(TestSpeech.Text, await TranscribeAsync(Write("speech.wav", file))), 0, 0.1);
    }

    [MediaFact("ffmpeg", "ffprobe", IsSlow = true)]
    public async Task A_speech_is_understood_in_any_container()
    {
        foreach (var name in (string[])["speech.mp3", "speech.m4a", "speech.flac", "speech.mkv"])
        {
            var path = _folder.At(name);
            TestMedia.Run("ffmpeg", ["-v", "error", "-i", TestSpeech.File, path]);
            Assert.InRange(WordErrors.Rate(TestSpeech.Text, await TranscribeAsync(path)), 0, 0.1);
        }
    }

    [Fact]
    public async Task Silence_gives_an_empty_text_and_no_segments()
    {
        var silence = Write("silence.wav", TestSpeech.Wave(TestSpeech.Silence(12)));
        Assert.Equal("", await TranscribeAsync(silence));
        Assert.Empty(await SegmentsAsync(silence));
        Assert.Equal("", await TranscribeAsync(Write("nothing.wav", TestSpeech.Wave())));
    }

    [Fact]
    public async Task Noise_and_tones_give_no_words()
    {
        var random = new Random(7);
        var noise = Enumerable.Range(0, 8 * TestSpeech.Rate).Select(_ => (float)((random.NextDouble() - 0.5) * 0.1));
        var tone = Enumerable.Range(0, 8 * TestSpeech.Rate).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * 440 * n / TestSpeech.Rate)));
        Assert.Equal("", await TranscribeAsync(Write("noise.wav", TestSpeech.Wave(noise))));
        Assert.Equal("", await TranscribeAsync(Write("tone.wav", TestSpeech.Wave(tone))));
    }

    [Fact]
    public async Task Segments_lie_where_somebody_speaks()
    {
        var call = Write("call.wav", TestSpeech.Wave(
            [.. TestSpeech.Silence(4), .. TestSpeech.Samples16, .. TestSpeech.Silence(20), .. TestSpeech.Samples16, .. TestSpeech.Silence(3)]));
        var segments = await SegmentsAsync(call);
        Assert.Equal(2, segments.Count);
        foreach (var (segment, start) in segments.Zip((double[])[4, 35]))
        {
            Assert.InRange(segment.Start, start - 0.3, start + 0.5);
            Assert.InRange(segment.End, start + 10, start + 11.5);
            Assert.InRange(WordErrors.Rate(TestSpeech.Text, segment.Text), 0, 0.1);
        }

        Assert.Equal(string.Join(' ', segments.Select(segment => segment.Text)), await TranscribeAsync(call));
    }

    [Fact]
    public async Task Long_speech_without_a_long_pause_is_cut_where_it_pauses_and_loses_no_word()
    {
        var long44 = Enumerable.Repeat<float[]>([.. TestSpeech.Samples16, .. TestSpeech.Silence(0.7)], 4).SelectMany(s => s);
        var segments = await SegmentsAsync(Write("long.wav", TestSpeech.Wave(long44)));
        Assert.InRange(segments.Count, 2, 4);
        Assert.All(segments, segment => Assert.InRange(segment.End - segment.Start, 1, 25.1));
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        var said = string.Join(' ', Enumerable.Repeat(TestSpeech.Text, 4));
        Assert.InRange(WordErrors.Rate(said, string.Join(' ', segments.Select(segment => segment.Text))), 0, 0.1);
    }

    [SlowFact]
    public async Task What_is_heard_does_not_depend_on_the_recordings_beside_it()
    {
        var slow = Write("slow.wav", WaveWriter.Encode(TestSpeech.Samples16, new WaveFormat(SampleEncoding.Signed16, 1, 14_000)));
        var fast = Write("fast.wav", WaveWriter.Encode(TestSpeech.Samples16, new WaveFormat(SampleEncoding.Signed16, 1, 18_000)));
        string[] files = [TestSpeech.File, slow, fast, slow, TestSpeech.File, fast];
        var together = await fixture.Runtime.Bind("transcribe", NoOptions).RunAsync(InputColumns.Objects(files));
        for (var i = 0; i < files.Length; i++)
        {
            Assert.Equal(await TranscribeAsync(files[i]), together.Values.GetString(i));
        }
    }

    [Fact]
    public async Task What_is_no_recording_is_a_row_error_and_the_rest_is_heard()
    {
        var whole = await File.ReadAllBytesAsync(TestSpeech.File);
        string[] files =
        [
            Write("empty.wav", []),
            Write("truncated.wav", whole[..(whole.Length / 2)]),
            Write("words.wav", "The recorder was out of disk."u8.ToArray()),
            Samples.Photo("zebra.jpg"),
            TestSpeech.File,
        ];
        var result = await fixture.Runtime.Bind("transcribe", NoOptions).RunAsync(InputColumns.Objects(files));
        Assert.Equal([0, 1, 2, 3], result.Errors.Select(error => error.Row));
        Assert.All(result.Errors, error => Assert.Contains(error.Code, (ErrorCode[])[ErrorCode.InvalidInput, ErrorCode.Unsupported]));
        Assert.Contains("0 bytes", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("cut short", result.Errors[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("And so", result.Values.GetString(4), StringComparison.Ordinal);
    }

    private async Task<string> TranscribeAsync(string path)
    {
        var result = await fixture.Runtime.Bind("transcribe", NoOptions).RunAsync(InputColumns.Objects(path));
        Assert.Empty(result.Errors);
        return result.Values.GetString(0)!;
    }

    private async Task<IReadOnlyList<(double Start, double End, string Text)>> SegmentsAsync(string path)
    {
        var result = await fixture.Runtime.Bind("transcribe_segments", NoOptions).RunAsync(InputColumns.Objects(path));
        Assert.Empty(result.Errors);
        return
        [
            .. Assert.IsType<object?[]>(ColumnValue.Get(result.Values, 0)).Cast<Dictionary<string, object?>>()
                .Select(segment => ((double)segment["start"]!, (double)segment["end"]!, (string)segment["text"]!)),
        ];
    }

    private string Write(string name, byte[] file)
    {
        File.WriteAllBytes(_folder.At(name), file);
        return _folder.At(name);
    }
}
