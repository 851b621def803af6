using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PostModern.Server.Auth;

/// <summary>Passwords found right a short while ago, for clients that send theirs with every call: PBKDF2 is meant to be slow.</summary>
/// <remarks>Kept as hashes under a key that lives as long as the process; the bound keeps memory flat.</remarks>
internal sealed class VerifiedPasswords(TimeProvider clock)
{
    private const int Capacity = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    public bool Has(string user, string password) =>
        _expiries.TryGetValue(Key(user, password), out var expiry) && expiry > clock.GetUtcNow();

    public void Add(string user, string password)
    {
        if (_expiries.Count >= Capacity)
        {
            // Only right passwords get in, so this is rare, and forgetting costs one slow check each.
            _expiries.Clear();
        }

        _expiries[Key(user, password)] = clock.GetUtcNow() + Lifetime;
    }

    // No user's name has a colon, so no two pairs have one key.
    private string Key(string user, string password) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{user}:{password}")));
}
