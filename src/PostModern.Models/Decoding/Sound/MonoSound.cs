namespace PostModern.Models.Decoding.Sound;

/// <summary>Turns frames of any layout into one channel of a wanted rate, a piece at a time.</summary>
internal sealed class MonoSound
{
    private readonly WaveFormat _format;
    private readonly MonoMixer _mixer;
    private readonly Resampler? _resampler;

    /// <param name="format">Of what comes in.</param>
    /// <param name="rate">Samples a second that are wanted.</param>
    internal MonoSound(WaveFormat format, int rate)
    {
        _format = format;
        _mixer = new MonoMixer(format);
        _resampler = format.SampleRate == rate ? null : new Resampler(format.SampleRate, rate);
    }

    /// <param name="frames">Whole frames.</param>
    /// <returns>Samples of full scale 1; each of them once, whatever the pieces.</returns>
    internal float[] Add(ReadOnlySpan<byte> frames)
    {
        var samples = new float[frames.Length / _format.BytesPerFrame];
        _mixer.Mix(frames, samples);
        return _resampler?.Add(samples) ?? samples;
    }

    /// <summary>What is left at the end.</summary>
    internal float[] Finish() => _resampler?.Finish() ?? [];
}
