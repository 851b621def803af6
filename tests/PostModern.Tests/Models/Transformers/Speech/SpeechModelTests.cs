using System.Text.Json;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Speech;
using PostModern.Models.Tokenizers;
using PostModern.Models.Transformers.Generation;
using PostModern.Models.Transformers.Speech;
using PostModern.Testing;
using PostModern.Tests.Models.Tokenizers;

namespace PostModern.Tests.Models.Transformers.Speech;

/// <summary>Speech models hear what a plain loop over the same weights hears.</summary>
public sealed class SpeechModelTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(128)]
    public void The_mel_spectrogram_is_that_of_a_fourier_transform_in_double_precision(int pitches)
    {
        var mel = new MelSpectrogram(pitches).Compute(Wave(3, 0));
        var expected = TinyModels.Expected("whisper").GetProperty("mel").GetProperty(pitches.ToString(System.Globalization.CultureInfo.InvariantCulture)).Deserialize<float[][]>()!;
        for (var i = 0; i < expected.Length; i++)
        {
            for (var j = 0; j < expected[i].Length; j++)
            {
                Assert.Equal(expected[i][j], mel[(13 * i * MelSpectrogram.Frames) + (38 * j)], 2e-3f);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(480_000)]
    [InlineData(600_000)]
    public void Sounds_of_any_length_have_thirty_seconds_of_spectrogram(int samples)
    {
        var mel = new MelSpectrogram(80).Compute(new float[samples]);
        Assert.Equal(80 * 3000, mel.Length);
        Assert.All(mel, value => Assert.Equal(-1.5f, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Whisper_chooses_the_language_and_writes_what_a_plain_search_writes(int seed)
    {
        using var tiny = new TinyParts("whisper");
        var expected = TinyModels.Expected("whisper").GetProperty("answers")[seed];
        var writer = WhisperWriter.Of(tiny.Parts);
        Assert.Equal(expected.GetProperty("tokens").Deserialize<int[]>(), writer.Tokens(Wave(3, seed), new TranscriptOptions(), CancellationToken.None));
        Assert.Equal(expected.GetProperty("text").GetString(), writer.Transcribe(Wave(3, seed), new TranscriptOptions(), CancellationToken.None));
    }

    [Theory]
    [InlineData(null, false, "<|en|>", "<|transcribe|>")]
    [InlineData("en", false, "<|en|>", "<|transcribe|>")]
    [InlineData("de", false, "<|de|>", "<|transcribe|>")]
    [InlineData("DE", true, "<|de|>", "<|translate|>")]
    [InlineData(null, true, "<|en|>", "<|translate|>")]
    public void Whisper_writes_the_language_that_it_is_told(string? language, bool isTranslated, string spoken, string task)
    {
        using var tiny = new TinyParts("whisper");
        var (writer, options) = (WhisperWriter.Of(tiny.Parts), new TranscriptOptions(language, isTranslated));
        var tokenizer = Tokenizer.Load(Path.Combine(TinyModels.Folder("whisper"), "tokenizer.json"));
        var prompt = writer.Prompt(writer.Encode(Wave(3, 0), CancellationToken.None), options, CancellationToken.None);

        Assert.Equal(["<|startoftranscript|>", spoken, task, "<|notimestamps|>"], prompt.Select(tokenizer.TokenOf));
        Assert.DoesNotContain(writer.Tokens(Wave(3, 0), options, CancellationToken.None), prompt.Contains);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Moonshine_writes_what_a_plain_search_writes(int seed)
    {
        using var tiny = new TinyParts("moonshine");
        var expected = TinyModels.Expected("moonshine").GetProperty("answers")[seed];
        var writer = MoonshineWriter.Of(tiny.Parts);
        Assert.Equal(expected.GetProperty("tokens").Deserialize<int[]>(), writer.Tokens(Wave(3, seed), CancellationToken.None));
        Assert.Equal(expected.GetProperty("text").GetString(), writer.Transcribe(Wave(3, seed), new TranscriptOptions(), CancellationToken.None));
    }

    [SlowFact]
    public void The_default_models_real_weights_say_the_same_through_this_loop_as_through_their_own()
    {
        var model = DefaultModels.Registry.Get("moonshine-tiny-en");
        using var encoder = new OnnxModel(model.PathOfGraph("encoder"));
        using var decoder = new OnnxModel(model.PathOfGraph("decoder"));
        var vocabulary = TokenVocabulary.Load(model.PathOf("tokens.json"));
        var settings = new GenerationSettings { StartToken = 1, EndTokens = [2], MaxLength = 194 };
        var samples = Recording();
        var writer = new MoonshineWriter(encoder, new TextGenerator(decoder), Tokenizer.Load(ReferenceTokenizers.PathOf("llama2")), settings);
        var text = vocabulary.Decode([.. writer.Tokens(samples, CancellationToken.None)]);
        Assert.Contains("ask not what your country can do for you", text, StringComparison.Ordinal);
        Assert.Equal(new Moonshine(encoder, decoder, () => vocabulary).Transcribe(samples, new TranscriptOptions(), CancellationToken.None), text);
    }

    // 11 seconds, one channel of 16 bits, 16,000 samples a second.
    private static float[] Recording()
    {
        var file = File.ReadAllBytes(Repository.Path("samples", "media", "speech", "kennedy.wav"));
        var data = file.AsSpan().IndexOf("data"u8) + 8;
        return [.. file.Skip(data).Chunk(2).Select(bytes => BitConverter.ToInt16(bytes) / 32768f)];
    }

    // The formula of the script that made the expected answers.
    private static float[] Wave(int seconds, int seed) =>
    [
        .. Enumerable.Range(0, 16_000 * seconds).Select(i =>
        {
            var t = i / 16_000d;
            return (float)(0.4 * Math.Sin((2 * Math.PI * (200 + (90 * seed)) * t) + (300 * t * t)) * (0.6 + (0.4 * Math.Sin(5 * t))));
        }),
    ];
}
