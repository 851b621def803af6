using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Auth;

/// <summary>An API token as it is kept. Tokens are random and long, so one round of SHA-256 is enough to hide them.</summary>
/// <remarks>As text <c>$sha256$hash</c>, in base64 without padding.</remarks>
public sealed class ApiTokenHash
{
    /// <summary>How the text of every such hash starts.</summary>
    internal const string Prefix = "$sha256$";

    private const int TokenLength = 32;

    private readonly byte[] _hash;

    private ApiTokenHash(byte[] hash) => _hash = hash;

    /// <summary>A new random token, for its owner's eyes only.</summary>
    public static string NewToken() => "pm_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));

    public static ApiTokenHash Create(string token) => new(Hash(token));

    /// <exception cref="ServerException">InvalidInput: the text is no hash that <see cref="ToString"/> wrote.</exception>
    public static ApiTokenHash Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && UnpaddedBase64.TryDecode(text[Prefix.Length..], SHA256.HashSizeInBytes, out var hash)
            ? new ApiTokenHash(hash)
            : throw new ServerException(
                ErrorCode.InvalidInput, $"A token's hash looks like {Prefix}hash; make one with: postmodern user NAME --token.");

    /// <summary>Whether it is the token's.</summary>
    public bool Verify(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), _hash);

    public override string ToString() => Prefix + UnpaddedBase64.Encode(_hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
