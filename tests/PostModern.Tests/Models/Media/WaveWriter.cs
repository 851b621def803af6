using System.Buffers.Binary;
using PostModern.Models.Decoding.Sound;

namespace PostModern.Tests.Models.Media;

/// <summary>Writes WAV files of any layout.</summary>
internal static class WaveWriter
{
    /// <param name="samples">One channel, full scale 1; all channels get them.</param>
    /// <param name="format">The layout.</param>
    /// <param name="chunks">What stands before the samples besides the format.</param>
    /// <param name="announced">The length of the samples that the header tells; the true one when null.</param>
    public static byte[] Encode(ReadOnlySpan<float> samples, WaveFormat format, byte[]? chunks = null, uint? announced = null)
    {
        using var bytes = new MemoryStream();
        using var file = new BinaryWriter(bytes);
        var isFloat = format.Encoding is SampleEncoding.Float32 or SampleEncoding.Float64;
        var length = samples.Length * format.BytesPerFrame;
        file.Write("RIFF"u8);
        file.Write(36 + length + (chunks?.Length ?? 0));
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)(isFloat ? 3 : 1));
        file.Write((short)format.Channels);
        file.Write(format.SampleRate);
        file.Write(format.SampleRate * format.BytesPerFrame);
        file.Write((short)format.BytesPerFrame);
        file.Write((short)(format.BytesPerSample * 8));
        file.Write(chunks ?? []);
        file.Write("data"u8);
        file.Write(announced ?? (uint)length);
        var sample = new byte[8];
        foreach (var value in samples)
        {
            Write(sample, value, format.Encoding);
            for (var channel = 0; channel < format.Channels; channel++)
            {
                file.Write(sample, 0, format.BytesPerSample);
            }
        }

        return bytes.ToArray();
    }

    private static void Write(byte[] sample, float value, SampleEncoding encoding)
    {
        var clipped = Math.Clamp((double)value, -1, 1);
        switch (encoding)
        {
            case SampleEncoding.Unsigned8:
                sample[0] = (byte)Math.Round(128 + (clipped * 127));
                break;
            case SampleEncoding.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(sample, value);
                break;
            case SampleEncoding.Float64:
                BinaryPrimitives.WriteDoubleLittleEndian(sample, value);
                break;
            case SampleEncoding.Signed16:
                BinaryPrimitives.WriteInt16LittleEndian(sample, (short)Math.Round(clipped * short.MaxValue));
                break;
            case SampleEncoding.Signed24:
                BinaryPrimitives.WriteInt32LittleEndian(sample, (int)Math.Round(clipped * 0x7FFFFF));
                break;
            default:
                BinaryPrimitives.WriteInt32LittleEndian(sample, (int)Math.Round(clipped * int.MaxValue));
                break;
        }
    }
}
