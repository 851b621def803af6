using System.Text;

namespace PostModern.Lake.Archives;

/// <summary>The block of 512 bytes in front of every member of a tar file.</summary>
/// <remarks>POSIX.1-1988 ustar, with GNU's and old variants.</remarks>
internal readonly record struct TarHeader(string Name, string LinkName, char Type, long Size)
{
    public const int Bytes = 512;

    public const char Regular = '0';
    public const char OldRegular = '\0';
    public const char HardLink = '1';
    public const char Contiguous = '7';
    public const char ExtendedNext = 'x';
    public const char ExtendedAll = 'g';
    public const char LongName = 'L';
    public const char LongLink = 'K';
    public const char Sparse = 'S';
    public const char OtherVolume = 'M';

    private const int NameBytes = 100;
    private const int SizeAt = 124;
    private const int SumAt = 148;
    private const int SumBytes = 8;
    private const int TypeAt = 156;
    private const int LinkAt = 157;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;
    private const int PrefixBytes = 155;

    /// <returns>Null when the checksum is wrong or the size is none.</returns>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (block.Length < Bytes || ReadNumber(block.Slice(SumAt, SumBytes)) != Sum(block) || ReadNumber(block[SizeAt..(SizeAt + 12)]) is not { } size)
        {
            return null;
        }

        var name = ReadText(block[..NameBytes]);

        // "ustar" and a space is GNU's, which has other things there.
        var prefix = block[MagicAt..].StartsWith("ustar\0"u8) ? ReadText(block.Slice(PrefixAt, PrefixBytes)) : "";
        return new TarHeader(
            prefix.Length > 0 ? $"{prefix}/{name}" : name, ReadText(block.Slice(LinkAt, NameBytes)), (char)block[TypeAt], size);
    }

    private static long Sum(ReadOnlySpan<byte> block)
    {
        var sum = SumBytes * (long)' ';
        for (var i = 0; i < Bytes; i++)
        {
            sum += i is >= SumAt and < SumAt + SumBytes ? 0 : block[i];
        }

        return sum;
    }

    private static string ReadText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits between spaces or zeros; where they don't suffice, GNU writes the number in binary behind a first bit.</summary>
    private static long? ReadNumber(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        if (field[0] == 0x80)
        {
            foreach (var value in field[^sizeof(long)..])
            {
                number = (number << 8) | value;
            }

            return number >= 0 && field[1..^sizeof(long)].IndexOfAnyExcept((byte)0) < 0 ? number : null;
        }

        foreach (var digit in field.Trim((byte)' ').TrimEnd((byte)0).TrimEnd((byte)' '))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number * 8) + (digit - '0');
        }

        return number;
    }
}
