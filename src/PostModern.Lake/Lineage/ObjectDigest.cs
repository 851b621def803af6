using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PostModern.Lake.Lineage;

/// <summary>A set of object identities that becomes one hash. The order in which they come doesn't matter, nor how often one does.</summary>
/// <remarks>For one thread. It holds 16 bytes an object, not their names: a listing may have millions.</remarks>
public sealed class ObjectDigest
{
    private readonly HashSet<UInt128> _objects = [];

    public long Count => _objects.Count;

    /// <param name="uri">Where the object is.</param>
    /// <param name="identity">Its version or etag; null when it is not pinned.</param>
    public void Add(string uri, string? identity)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{uri}\n{identity}"), hash);
        _objects.Add(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The hash over all of them, in hexadecimal.</summary>
    public string ToHash()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[16];
        foreach (var one in _objects.Order())
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, one);
            all.AppendData(bytes);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
