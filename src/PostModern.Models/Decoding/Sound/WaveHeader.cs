using System.Buffers.Binary;
using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding.Sound;

/// <summary>Reads the header of a WAV file.</summary>
/// <remarks>"Multimedia Programming Interface and Data Specifications 1.0" (1991), and WAVEFORMATEXTENSIBLE of Windows' mmreg.h.</remarks>
internal static class WaveHeader
{
    private const int ChunkHeaderBytes = 8;
    private const int FirstChunk = 12;
    private const int ShortestFormat = 16;
    private const ushort Pcm = 1;
    private const ushort Float = 3;
    private const ushort Extensible = 0xFFFE;
    private const int ExtendedTag = 24;

    /// <summary>Written by programs that can't go back to fill in a length: the samples go on to the end.</summary>
    private const uint UnknownLength = uint.MaxValue;

    /// <param name="file">A whole file of any kind.</param>
    /// <returns>Null when it is no WAV file, or one whose samples are compressed or laid out unusually.</returns>
    /// <exception cref="ServerException">InvalidInput: a WAV file that is damaged or cut short.</exception>
    internal static WaveData? Find(ReadOnlySpan<byte> file)
    {
        if (file.Length < FirstChunk || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> format = default;
        for (var at = FirstChunk; at <= file.Length - ChunkHeaderBytes;)
        {
            var name = file.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            at += ChunkHeaderBytes;
            if (name.SequenceEqual("data"u8))
            {
                return Data(FormatOf(format), at, length, file.Length - at);
            }

            if (length > file.Length - at)
            {
                break;
            }

            format = name.SequenceEqual("fmt "u8) ? file.Slice(at, (int)length) : format;

            // A chunk of odd length has a byte behind it that belongs to none.
            at += (int)length + (int)(length % 2);
        }

        throw Invalid("The WAV file ends before its samples begin: it is damaged or cut short.");
    }

    private static WaveData? Data(WaveFormat? format, int start, uint announced, int there)
    {
        if (format is null)
        {
            return null;
        }

        if (announced != UnknownLength && announced > there)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"The WAV file is cut short: {there} of its {announced} bytes of sound are there."));
        }

        var length = announced is UnknownLength or 0 ? there : (int)announced;
        return new WaveData(format, start, length - (length % format.BytesPerFrame));
    }

    private static WaveFormat? FormatOf(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < ShortestFormat)
        {
            throw Invalid("The WAV file does not say how its samples are laid out: it is damaged.");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag == Extensible && chunk.Length >= ExtendedTag + sizeof(ushort))
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[ExtendedTag..]);
        }

        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var bytesPerFrame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        if (channels == 0 || rate == 0)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The WAV file claims {channels} channels at {rate} samples a second: it is damaged."));
        }

        var usual = channels <= WaveFormat.MostChannels && rate <= WaveFormat.HighestRate;
        return usual && EncodingOf(tag, BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..])) is { } encoding
            && new WaveFormat(encoding, channels, (int)rate) is var format && format.BytesPerFrame == bytesPerFrame
                ? format
                : null;
    }

    private static SampleEncoding? EncodingOf(ushort tag, ushort bits) => (tag, bits) switch
    {
        (Pcm, 8) => SampleEncoding.Unsigned8,
        (Pcm, 16) => SampleEncoding.Signed16,
        (Pcm, 24) => SampleEncoding.Signed24,
        (Pcm, 32) => SampleEncoding.Signed32,
        (Float, 32) => SampleEncoding.Float32,
        (Float, 64) => SampleEncoding.Float64,
        _ => null,
    };

    private static ServerException Invalid(string message) => new(ErrorCode.InvalidInput, message);
}
