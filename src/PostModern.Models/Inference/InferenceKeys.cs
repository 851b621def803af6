using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PostModern.Models.Inference;

/// <summary>Names answers by everything that they depend on.</summary>
/// <param name="modelDigest">Of the weights and all else that the model is made of.</param>
/// <param name="task">What the model does with the input.</param>
/// <param name="revision">Of our own code around the model.</param>
/// <param name="options">Those that change answers, as text; empty for none.</param>
internal sealed class InferenceKeys(string modelDigest, string task, int revision, string options = "")
{
    private readonly byte[] _prefix = Prefix(modelDigest, task, revision, options);

    /// <summary>The key of the answer to an input.</summary>
    internal InferenceKey KeyOf(ReadOnlySpan<byte> identity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_prefix);
        hash.AppendData(identity);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        return InferenceKey.Of(bytes);
    }

    // Each part behind its length, so that no two lists of parts read the same.
    private static byte[] Prefix(string modelDigest, string task, int revision, string options)
    {
        using var joined = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(int)];
        foreach (var part in (byte[][])[Encoding.UTF8.GetBytes(modelDigest), Encoding.UTF8.GetBytes(task), .. options.Length > 0 ? [Encoding.UTF8.GetBytes(options)] : Array.Empty<byte[]>()])
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, part.Length);
            joined.Write(number);
            joined.Write(part);
        }

        BinaryPrimitives.WriteInt32LittleEndian(number, revision);
        joined.Write(number);
        return joined.ToArray();
    }
}
