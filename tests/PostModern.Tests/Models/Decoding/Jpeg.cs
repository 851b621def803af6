namespace PostModern.Tests.Models.Decoding;

/// <summary>Changes JPEG files byte by byte.</summary>
internal static class Jpeg
{
    /// <summary>Puts an EXIF block with an orientation (1..8) behind the file's first marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, // little-endian TIFF; its directory begins at 8
            1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, // one entry: tag 0x0112, one 16-bit number
            0, 0, 0, 0, // no further directory
        ];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>Overwrites bytes in the middle of the picture's data.</summary>
    public static byte[] Scrambled(byte[] jpeg)
    {
        byte[] scrambled = [.. jpeg];
        new Random(7).NextBytes(scrambled.AsSpan(jpeg.Length / 2, 2000));
        return scrambled;
    }
}
