using System.Buffers;
using System.Security.Cryptography;

namespace PostModern.Lake.Objects;

/// <summary>The identity of bytes.</summary>
public static class ContentHash
{
    // One read of an object in a bucket; more only takes memory.
    private const int BufferBytes = 128 * 1024;

    /// <summary>SHA-256 of what is left of a stream, in hexadecimal; never the whole is in memory.</summary>
    public static async Task<string> Sha256Async(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
