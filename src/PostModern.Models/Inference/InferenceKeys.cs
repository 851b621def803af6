using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PostModern.Models.Inference;

/// <summary>Names answers in the inference cache: a digest over everything that an answer depends on.</summary>
/// <param name="modelDigest">Of the weights and all else that the model is made of.</param>
/// <param name="task">What the model does with the input.</param>
/// <param name="options">The options that change answers, in a form with one spelling.</param>
internal sealed class InferenceKeys(string modelDigest, string task, string options)
{
    private readonly byte[] _prefix = Join(Encoding.UTF8.GetBytes(modelDigest), Encoding.UTF8.GetBytes(task), Encoding.UTF8.GetBytes(options));

    /// <summary>SHA-256 in hexadecimal.</summary>
    internal string KeyOf(ReadOnlySpan<byte> identity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_prefix);
        hash.AppendData(identity);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each part behind its length, so that no two lists of parts read the same.
    private static byte[] Join(params ReadOnlySpan<byte[]> parts)
    {
        using var joined = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            joined.Write(length);
            joined.Write(part);
        }

        return joined.ToArray();
    }
}
