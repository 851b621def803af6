using System.Buffers.Binary;

namespace PostModern.Models.Media.Ffmpeg;

/// <summary>The header of a WAV file. ffmpeg can't write its lengths into a pipe, since it would have to go back.</summary>
internal static class WaveFile
{
    public const int HeaderBytes = 44;

    private const ushort Pcm = 1;
    private const ushort Channels = 1;

    /// <param name="samples">Bytes that follow.</param>
    public static byte[] Header(long samples)
    {
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), checked((uint)(samples + HeaderBytes - 8)));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), FfmpegTools.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), FfmpegTools.SampleRate * FfmpegTools.BytesPerSample);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), FfmpegTools.BytesPerSample);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), FfmpegTools.BytesPerSample * 8);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), checked((uint)samples));
        return header;
    }
}
