using System.Buffers.Binary;
using System.IO.Compression;
using PostModern.Models.Decoding;

namespace PostModern.Models.Media;

/// <summary>Writes pixels as a PNG file: nothing is lost, and little time is spent on making it small.</summary>
/// <remarks>PNG third edition: a header, one run of compressed rows, an end.</remarks>
internal static class PngFile
{
    private const int HeaderBytes = 13;
    private const byte BitsPerChannel = 8;
    private const byte Rgb = 2;
    private const uint CrcPolynomial = 0xEDB88320;

    private static readonly uint[] s_crcs = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    public static byte[] Write(PixelImage picture, PixelArea area)
    {
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32BigEndian(header, area.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), area.Height);
        header[8] = BitsPerChannel;
        header[9] = Rgb;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(picture, area));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(PixelImage picture, PixelArea area)
    {
        var packed = new MemoryStream();
        using (var compressor = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = area.Y; y < area.Y + area.Height; y++)
            {
                // Each row begins with the number of its filter: none.
                compressor.WriteByte(0);
                compressor.Write(picture.Pixels.Slice(((y * picture.Width) + area.X) * 3, area.Width * 3));
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(content, Crc(name, uint.MaxValue)));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (var value in bytes)
        {
            crc = s_crcs[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? (crc >> 1) ^ CrcPolynomial : crc >> 1;
        }

        return crc;
    }
}
