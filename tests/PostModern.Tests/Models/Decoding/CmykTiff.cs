using System.Buffers.Binary;

namespace PostModern.Tests.Models.Decoding;

/// <summary>Writes uncompressed TIFF files in CMYK.</summary>
internal static class CmykTiff
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;

    /// <summary>A picture of one colour.</summary>
    public static byte[] Plain(int width, int height, params byte[] ink) =>
        Encode(width, height, [.. Enumerable.Repeat(ink, width * height).SelectMany(p => p)]);

    /// <param name="pixels">Cyan, magenta, yellow and black of each pixel.</param>
    public static byte[] Encode(int width, int height, byte[] pixels)
    {
        (ushort Tag, ushort Type, int Count, int Value)[] entries =
        [
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 4, HeaderLength + pixels.Length), // bits a channel, four 16-bit numbers behind the pixels
            (259, 3, 1, 1), // not compressed
            (262, 3, 1, 5), // separated: inks
            (273, 4, 1, HeaderLength), // where the pixels begin
            (277, 3, 1, 4), // channels
            (278, 4, 1, height),
            (279, 4, 1, pixels.Length),
        ];
        var directory = HeaderLength + pixels.Length + 8;
        var file = new byte[directory + 2 + (entries.Length * EntryLength) + 4];
        ((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 42, 0]).CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), directory);
        pixels.CopyTo(file, HeaderLength);
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderLength + pixels.Length + (2 * i)), 8);
        }

        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(directory), (short)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var target = file.AsSpan(directory + 2 + (i * EntryLength), EntryLength);
            BinaryPrimitives.WriteUInt16LittleEndian(target, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(target[2..], entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(target[4..], entries[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(target[8..], entries[i].Value);
        }

        return file;
    }
}
