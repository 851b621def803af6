using System.Buffers.Binary;

namespace PostModern.Models.Inference;

/// <summary>A SHA-256 that names an answer in the inference cache.</summary>
internal readonly record struct InferenceKey(UInt128 High, UInt128 Low)
{
    private const int Half = 16;

    /// <param name="hash">32 bytes.</param>
    internal static InferenceKey Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[Half..]));

    internal byte[] ToArray()
    {
        var bytes = new byte[2 * Half];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(Half), Low);
        return bytes;
    }
}
