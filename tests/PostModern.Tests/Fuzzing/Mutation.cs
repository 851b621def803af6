using System.Buffers.Binary;

namespace PostModern.Tests.Fuzzing;

/// <summary>Breaks valid input in the ways that decoders trip over.</summary>
internal static class Mutation
{
    // Lengths, counts and offsets at the edges of what types hold, and sizes that nobody has memory for.
    private static readonly long[] Interesting =
    [
        0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 1 << 24, int.MaxValue - 1, int.MaxValue, 1L << 31, uint.MaxValue,
        1L << 32, 1L << 40, long.MaxValue - 7, long.MaxValue, -1, -2, -8, int.MinValue, long.MinValue,
    ];

    /// <summary>One to four changes.</summary>
    /// <param name="input">Not changed itself.</param>
    /// <param name="other">Valid input of the same kind, for splices.</param>
    public static byte[] Of(byte[] input, byte[] other, Random random)
    {
        var mutated = input.ToArray();
        for (var changes = random.Next(1, 5); changes > 0 && mutated.Length > 0; changes--)
        {
            mutated = Change(mutated, other, random);
        }

        return mutated;
    }

    private static byte[] Change(byte[] bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(16))
        {
            case < 4:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case < 7:
                bytes[at] = random.Next(4) switch { 0 => 0xFF, 1 => 0x7F, 2 => 0x80, _ => (byte)random.Next(256) };
                return bytes;
            case < 12:
                WriteNumber(bytes, at, random);
                return bytes;
            case 12:
                return bytes[..at];
            case 13:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 17))..]];
            case 14:
                return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            default:
                return [.. bytes[..at], .. other.AsSpan(Math.Min(other.Length, at))];
        }
    }

    /// <summary>An interesting number, aligned more often than not, as lengths and offsets are.</summary>
    private static void WriteNumber(byte[] bytes, int at, Random random)
    {
        var number = Interesting[random.Next(Interesting.Length)];
        var width = random.Next(2) == 0 ? sizeof(int) : sizeof(long);
        at = random.Next(4) == 0 ? at : at & -width;
        if (at + width > bytes.Length)
        {
            bytes[at] = (byte)number;
        }
        else if (width == sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), unchecked((int)number));
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), number);
        }
    }
}
