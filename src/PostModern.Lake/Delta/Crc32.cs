namespace PostModern.Lake.Delta;

/// <summary>The checksum of zip, PNG and Delta's deletion vectors: CRC-32 with the polynomial 0x04C11DB7.</summary>
public static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Shift((uint)i))];

    /// <param name="bytes">To sum up.</param>
    /// <param name="before">The checksum of what comes before them.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        foreach (var b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint Shift(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        }

        return value;
    }
}
