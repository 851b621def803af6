using System.Buffers.Text;
using System.Security.Cryptography;

namespace PostModern.Server.Auth;

/// <summary>Bearer tokens: a random id and its signature. Each login gets its own, so that a token also names a session.</summary>
internal sealed class AccessTokens(byte[] key)
{
    private const int IdLength = 16;

    // Keeps a ticket's signature from passing for a token's.
    private static ReadOnlySpan<byte> Purpose => "access token:"u8;

    public string Issue()
    {
        Span<byte> token = stackalloc byte[IdLength + HMACSHA256.HashSizeInBytes];
        RandomNumberGenerator.Fill(token[..IdLength]);
        Sign(token[..IdLength], token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    public bool IsValid(string text)
    {
        Span<byte> token = stackalloc byte[IdLength + HMACSHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, token, out var length) || length != token.Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(token[..IdLength], expected);
        return CryptographicOperations.FixedTimeEquals(expected, token[IdLength..]);
    }

    private void Sign(ReadOnlySpan<byte> id, Span<byte> signature)
    {
        Span<byte> message = stackalloc byte[Purpose.Length + IdLength];
        Purpose.CopyTo(message);
        id.CopyTo(message[Purpose.Length..]);
        HMACSHA256.HashData(key, message, signature);
    }
}
