using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Auth;

/// <summary>A password as it is kept: slow to guess, and nothing to read back.</summary>
/// <remarks>As text <c>$pbkdf2-sha512$i=210000$salt$hash</c>, the last two in base64 without padding. PBKDF2 of RFC 8018.</remarks>
public sealed class PasswordHash
{
    private const string Algorithm = "pbkdf2-sha512";
    private const string IterationsKey = "i=";

    // About 0.1 s of a core: nothing for a person, a lot for a list of words.
    private const int DefaultIterations = 210_000;
    private const int LeastIterations = 10_000;
    private const int MostIterations = 10_000_000;
    private const int SaltLength = 16;

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash)
    {
        Iterations = iterations;
        _salt = salt;
        _hash = hash;
    }

    /// <summary>How slow it is.</summary>
    public int Iterations { get; }

    public static PasswordHash Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PasswordHash(DefaultIterations, salt, Derive(password, salt, DefaultIterations));
    }

    /// <exception cref="ServerException">InvalidInput: the text is no hash that <see cref="ToString"/> wrote.</exception>
    public static PasswordHash Parse(string text)
    {
        if (text.Split('$') is ["", Algorithm, var cost, var salt, var hash]
            && cost.StartsWith(IterationsKey, StringComparison.Ordinal)
            && int.TryParse(cost.AsSpan(IterationsKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            && iterations is >= LeastIterations and <= MostIterations
            && UnpaddedBase64.TryDecode(salt, SaltLength, out var saltBytes)
            && UnpaddedBase64.TryDecode(hash, HMACSHA512.HashSizeInBytes, out var hashBytes))
        {
            return new PasswordHash(iterations, saltBytes, hashBytes);
        }

        throw new ServerException(
            ErrorCode.InvalidInput,
            $"A password's hash looks like ${Algorithm}${IterationsKey}{DefaultIterations}$salt$hash; make one with: postmodern user NAME.");
    }

    /// <summary>Whether it is the password's. Takes the same time either way.</summary>
    public bool Verify(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, Iterations), _hash);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"${Algorithm}${IterationsKey}{Iterations}${UnpaddedBase64.Encode(_salt)}${UnpaddedBase64.Encode(_hash)}");

    /// <summary>No password's hash, as slow as a real one: checking it hides that a user doesn't exist.</summary>
    internal static PasswordHash OfNobody(int iterations) =>
        new(iterations, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HMACSHA512.HashSizeInBytes));

    internal static PasswordHash OfNobody() => OfNobody(DefaultIterations);

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, HMACSHA512.HashSizeInBytes);
}
