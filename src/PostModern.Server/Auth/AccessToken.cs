using System.Buffers.Binary;
using System.Text;

namespace PostModern.Server.Auth;

/// <summary>What a bearer token says: whose it is, how that was shown, and until when.</summary>
/// <param name="Id">Random: each login gets its own, so that a token also names a session.</param>
/// <param name="User">Null for a caller without a name.</param>
/// <param name="Proof">What the name rested on when the token was given.</param>
/// <param name="Expires">From then on it is no token any more; whole seconds.</param>
internal sealed record AccessToken(Guid Id, string? User, LoginProof Proof, DateTimeOffset Expires)
{
    private const int ExpiryAt = 16;
    private const int ProofAt = ExpiryAt + sizeof(long);
    private const int UserAt = ProofAt + 1;

    public byte[] Encode()
    {
        var user = Encoding.UTF8.GetBytes(User ?? "");
        var bytes = new byte[UserAt + user.Length];
        Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ExpiryAt), Expires.ToUnixTimeSeconds());
        bytes[ProofAt] = (byte)Proof;
        user.CopyTo(bytes.AsSpan(UserAt));
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static AccessToken Decode(ReadOnlySpan<byte> bytes)
    {
        var user = Encoding.UTF8.GetString(bytes[UserAt..]);
        return new AccessToken(
            new Guid(bytes[..ExpiryAt]),
            user.Length > 0 ? user : null,
            (LoginProof)bytes[ProofAt],
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(bytes[ExpiryAt..])));
    }
}
