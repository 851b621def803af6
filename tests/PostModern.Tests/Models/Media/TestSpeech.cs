using PostModern.Models.Decoding.Sound;

namespace PostModern.Tests.Models.Media;

/// <summary>Eleven seconds of a speech, and what can be made of them.</summary>
internal static class TestSpeech
{
    public const int Rate = 16_000;

    public const string Text = "And so my fellow Americans ask not what your country can do for you ask what you can do for your country";

    public static string File { get; } = Samples.Speech("kennedy.wav");

    /// <summary>16,000 a second.</summary>
    public static float[] Samples16 { get; } = Read(System.IO.File.ReadAllBytes(File));

    /// <summary>At another rate.</summary>
    public static float[] At(int rate)
    {
        var resampler = new Resampler(Rate, rate);
        return [.. resampler.Add(Samples16), .. resampler.Finish()];
    }

    public static float[] Silence(double seconds) => new float[(int)(seconds * Rate)];

    /// <summary>A WAV file as recorders write them.</summary>
    public static byte[] Wave(params IEnumerable<float> samples) => WaveWriter.Encode([.. samples], new WaveFormat(SampleEncoding.Signed16, 1, Rate));

    /// <summary>All samples of a WAV file, 16,000 a second.</summary>
    public static float[] Read(byte[] file)
    {
        var wave = WaveHeader.Find(file)!.Value;
        var sound = new MonoSound(wave.Format, Rate);
        return [.. sound.Add(file.AsSpan(wave.Start, wave.Length)), .. sound.Finish()];
    }
}
