using System.Buffers.Text;
using System.Security.Cryptography;

namespace PostModern.Server.Auth;

/// <summary>Bearer tokens: an <see cref="AccessToken"/> and its signature. Nothing is stored, so any server with the key takes them.</summary>
/// <param name="key">Signs them.</param>
/// <param name="lifetime">How long a token is good for.</param>
/// <param name="clock">Says when that is over.</param>
internal sealed class AccessTokens(byte[] key, TimeSpan lifetime, TimeProvider clock)
{
    // No header is longer than this, and stack space is not for strangers to use up.
    private const int LongestText = 4096;

    // Keeps a ticket's signature from passing for a token's.
    private static ReadOnlySpan<byte> Purpose => "access token:"u8;

    public string Issue(string? user, LoginProof proof)
    {
        var content = new AccessToken(Guid.NewGuid(), user, proof, clock.GetUtcNow() + lifetime).Encode();
        return Base64Url.EncodeToString([.. Sign(content), .. content]);
    }

    /// <summary>What a token of ours says, expired or not.</summary>
    /// <returns>Null when we didn't give it.</returns>
    public AccessToken? Read(string text)
    {
        if (text.Length > LongestText || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        return bytes.Length > HMACSHA256.HashSizeInBytes
            && CryptographicOperations.FixedTimeEquals(Sign(bytes[HMACSHA256.HashSizeInBytes..]), bytes[..HMACSHA256.HashSizeInBytes])
            ? AccessToken.Decode(bytes[HMACSHA256.HashSizeInBytes..])
            : null;
    }

    public bool HasExpired(AccessToken token) => clock.GetUtcNow() >= token.Expires;

    private byte[] Sign(ReadOnlySpan<byte> content)
    {
        byte[] message = [.. Purpose, .. content];
        return HMACSHA256.HashData(key, message);
    }
}
