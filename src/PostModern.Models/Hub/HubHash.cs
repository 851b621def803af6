using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PostModern.Models.Hub;

/// <summary>Whether a file is the one that a repository lists.</summary>
internal static class HubHash
{
    /// <summary>By SHA-256 for large files, by Git's own hash for small ones.</summary>
    internal static async Task<bool> IsOfAsync(string path, HubFile file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        if (file.Sha256 is { } sha256)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == sha256;
        }

        return file.GitId is null ? stream.Length == file.Size : await GitIdAsync(stream, cancellationToken) == file.GitId;
    }

    [SuppressMessage("Security", "CA5350", Justification = "Git names its objects by SHA-1, and the hub has no other hash of small files.")]
    private static async Task<string> GitIdAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {stream.Length}\0")));
        var buffer = new byte[1 << 16];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
