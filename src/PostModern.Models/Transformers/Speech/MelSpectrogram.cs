using System.Numerics.Tensors;

namespace PostModern.Models.Transformers.Speech;

/// <summary>Whisper's picture of a sound: the energy of 80 or 128 pitches in each hundredth of 30 seconds, as logarithms.</summary>
/// <remarks>
/// Frames of 400 samples every 160, a Hann window, the power of 201 frequencies, Slaney's mel filters, log10 within 8 of the loudest.
/// The transform is a matrix of cosines and sines: a product of it and a frame is vectorised, and costs little beside the encoder.
/// </remarks>
internal sealed class MelSpectrogram
{
    internal const int SampleRate = 16_000;
    internal const int Frames = 3000;

    private const int FrameLength = 400;
    private const int Step = 160;
    private const int Frequencies = (FrameLength / 2) + 1;
    private const float Faintest = 1e-10f;
    private const float LoudnessRange = 8;

    private readonly float[][] _cosines = new float[Frequencies][];
    private readonly float[][] _sines = new float[Frequencies][];
    private readonly float[][] _filters;

    /// <param name="pitches">80 or 128.</param>
    internal MelSpectrogram(int pitches)
    {
        _filters = MelFilters.Make(pitches, Frequencies, SampleRate);
        for (var frequency = 0; frequency < Frequencies; frequency++)
        {
            (_cosines[frequency], _sines[frequency]) = (new float[FrameLength], new float[FrameLength]);
            for (var i = 0; i < FrameLength; i++)
            {
                var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / FrameLength));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * frequency * i / FrameLength);
                (_cosines[frequency][i], _sines[frequency][i]) = ((float)(window * cosine), (float)(window * sine));
            }
        }
    }

    /// <param name="samples">16,000 a second; what lies beyond 30 seconds is not looked at.</param>
    /// <returns>float32 [pitches, 3000].</returns>
    internal float[] Compute(ReadOnlySpan<float> samples)
    {
        var padded = Pad(samples);
        var mel = new float[_filters.Length * Frames];
        mel.AsSpan().Fill(MathF.Log10(Faintest));
        var power = new float[Frequencies];

        // Behind the sound there is silence, whose values stand there already.
        var sounding = Math.Min(Frames, (samples.Length / Step) + 2);
        for (var frame = 0; frame < sounding; frame++)
        {
            Measure(padded.AsSpan(frame * Step, FrameLength), power);
            for (var pitch = 0; pitch < _filters.Length; pitch++)
            {
                mel[(pitch * Frames) + frame] = MathF.Log10(Math.Max(TensorPrimitives.Dot<float>(_filters[pitch], power), Faintest));
            }
        }

        TensorPrimitives.Max(mel, TensorPrimitives.Max<float>(mel) - LoudnessRange, mel);
        TensorPrimitives.Add(mel, 4f, mel);
        TensorPrimitives.Divide(mel, 4f, mel);
        return mel;
    }

    private void Measure(ReadOnlySpan<float> frame, Span<float> power)
    {
        for (var frequency = 0; frequency < Frequencies; frequency++)
        {
            var real = TensorPrimitives.Dot<float>(frame, _cosines[frequency]);
            var imaginary = TensorPrimitives.Dot<float>(frame, _sines[frequency]);
            power[frequency] = (real * real) + (imaginary * imaginary);
        }
    }

    // 30 seconds, and half a frame of mirror image on either side.
    private static float[] Pad(ReadOnlySpan<float> samples)
    {
        const int Half = FrameLength / 2;
        const int Length = Frames * Step;
        var padded = new float[Length + FrameLength];
        samples[..Math.Min(samples.Length, Length)].CopyTo(padded.AsSpan(Half));
        for (var i = 1; i <= Half; i++)
        {
            padded[Half - i] = padded[Half + i];
            padded[Half + Length - 1 + i] = padded[Half + Length - 1 - i];
        }

        return padded;
    }
}
