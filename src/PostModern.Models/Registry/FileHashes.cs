using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PostModern.Models.Registry;

/// <summary>Hashes of files, each computed once in a process unless the file changes.</summary>
internal static class FileHashes
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Known = new();

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Sha256(FileInfo file) =>
        Known.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), key => Compute(key.Path));

    private static string Compute(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
