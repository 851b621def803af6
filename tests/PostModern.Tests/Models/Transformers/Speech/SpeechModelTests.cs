using System.Text.Json;
using PostModern.Models.Transformers.Speech;

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
        Assert.Equal(expected.GetProperty("tokens").Deserialize<int[]>(), writer.Tokens(Wave(3, seed), CancellationToken.None));
        Assert.Equal(expected.GetProperty("text").GetString(), writer.Transcribe(Wave(3, seed), CancellationToken.None));
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
        Assert.Equal(expected.GetProperty("text").GetString(), writer.Transcribe(Wave(3, seed), CancellationToken.None));
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
