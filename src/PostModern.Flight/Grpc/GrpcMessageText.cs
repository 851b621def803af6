using System.Globalization;
using System.Text;

namespace PostModern.Flight.Grpc;

/// <summary>The percent-encoding of <c>grpc-message</c>: UTF-8 bytes outside 0x20–0x7E, and %, become %XX.</summary>
/// <remarks>gRPC over HTTP/2, "Responses".</remarks>
public static class GrpcMessageText
{
    /// <summary>The header value for <paramref name="text"/>, cut at a character's end so that it has at most <paramref name="maxLength"/> characters.</summary>
    public static string Encode(string text, int maxLength = int.MaxValue)
    {
        var encoded = new StringBuilder(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var before = encoded.Length;
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                Append(encoded, b);
            }

            if (encoded.Length > maxLength)
            {
                encoded.Length = before;
                break;
            }
        }

        return encoded.ToString();
    }

    /// <summary>The text behind a header value; what is no escape stays as it is.</summary>
    public static string Decode(string value)
    {
        if (!value.Contains('%', StringComparison.Ordinal))
        {
            return value;
        }

        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
            {
                utf8[length++] = escaped;
                i += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(value.AsSpan(i, 1), utf8.AsSpan(length));
            }
        }

        return Encoding.UTF8.GetString(utf8, 0, length);
    }

    private static void Append(StringBuilder encoded, byte value)
    {
        if (value is >= 0x20 and <= 0x7E and not (byte)'%')
        {
            encoded.Append((char)value);
        }
        else
        {
            encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
    }
}
