using System.Buffers.Binary;

namespace PostModern.Models.Decoding.Sound;

/// <summary>Turns frames into one sample each: the mean of their channels, full scale 1.</summary>
internal sealed class MonoMixer(WaveFormat format)
{
    private const float FullScale8 = 1 << 7;
    private const float FullScale16 = 1 << 15;
    private const float FullScale24 = 1 << 23;
    private const float FullScale32 = 1u << 31;

    /// <param name="frames">Whole frames.</param>
    /// <param name="samples">Takes as many.</param>
    internal void Mix(ReadOnlySpan<byte> frames, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += Read(frames);
                frames = frames[format.BytesPerSample..];
            }

            // A broken float must not spoil everything that is computed behind it.
            samples[i] = float.IsFinite(sum) ? sum / format.Channels : 0;
        }
    }

    private float Read(ReadOnlySpan<byte> sample) => format.Encoding switch
    {
        SampleEncoding.Unsigned8 => (sample[0] - FullScale8) / FullScale8,
        SampleEncoding.Signed16 => BinaryPrimitives.ReadInt16LittleEndian(sample) / FullScale16,
        SampleEncoding.Signed24 => ((sample[0] | (sample[1] << 8) | ((sbyte)sample[2] << 16)) / FullScale24),
        SampleEncoding.Signed32 => BinaryPrimitives.ReadInt32LittleEndian(sample) / FullScale32,
        SampleEncoding.Float32 => BinaryPrimitives.ReadSingleLittleEndian(sample),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample),
    };
}
