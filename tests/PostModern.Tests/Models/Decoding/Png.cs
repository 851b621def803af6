using System.Buffers.Binary;
using System.IO.Compression;

namespace PostModern.Tests.Models.Decoding;

/// <summary>Writes PNG files of any pixel format, so that tests need no image library but the one under test.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="bits">8 or 16 a channel.</param>
    /// <param name="colorType">0 grey, 2 RGB, 6 RGBA.</param>
    /// <param name="rows">Each row's bytes.</param>
    public static byte[] Encode(int width, int height, byte bits, byte colorType, IEnumerable<byte[]> rows)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Write(file, "IHDR"u8, Header(width, height, bits, colorType));
        Write(file, "IDAT"u8, Compress(rows));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>A picture of one colour.</summary>
    public static byte[] Plain(int width, int height, byte bits, byte colorType, params byte[] pixel) =>
        Encode(width, height, bits, colorType, Enumerable.Repeat(Enumerable.Repeat(pixel, width).SelectMany(p => p).ToArray(), height));

    private static byte[] Header(int width, int height, byte bits, byte colorType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bits;
        header[9] = colorType;
        return header;
    }

    private static byte[] Compress(IEnumerable<byte[]> rows)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        return data.ToArray();
    }

    private static void Write(Stream file, ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] body = [.. type, .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
