using System.Buffers.Binary;

namespace PostModern.Lake.Delta;

/// <summary>Bytes as text of 85 printable characters, five for four bytes.</summary>
/// <remarks>ZeroMQ RFC 32; Delta's deletion vectors use it.</remarks>
internal static class Z85
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <param name="bytes">A multiple of four.</param>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length / 4 * 5];
        for (var i = 0; i < bytes.Length / 4; i++)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * 4)..]);
            for (var digit = 4; digit >= 0; digit--, value /= 85)
            {
                text[(i * 5) + digit] = Alphabet[(int)(value % 85)];
            }
        }

        return new string(text);
    }

    /// <returns>Null when the text is none of Z85.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.Length % 5 != 0)
        {
            return null;
        }

        var bytes = new byte[text.Length / 5 * 4];
        for (var i = 0; i < text.Length / 5; i++)
        {
            ulong value = 0;
            foreach (var c in text.Slice(i * 5, 5))
            {
                var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
                if (digit < 0)
                {
                    return null;
                }

                value = (value * 85) + (ulong)digit;
            }

            if (value > uint.MaxValue)
            {
                return null;
            }

            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), (uint)value);
        }

        return bytes;
    }
}
