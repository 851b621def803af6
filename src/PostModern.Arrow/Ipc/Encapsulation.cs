using System.Buffers.Binary;

namespace PostModern.Arrow.Ipc;

/// <summary>The length prefix of messages in IPC streams and files.</summary>
/// <remarks>Arrow columnar format 1.5, "Encapsulated message format".</remarks>
internal static class Encapsulation
{
    public const int Continuation = -1;
    public const int PrefixLength = 8;

    /// <param name="target">At least 8 bytes.</param>
    /// <param name="messageLength">Bytes of the padded message; 0 ends a stream.</param>
    public static void WritePrefix(Span<byte> target, int messageLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(target[sizeof(int)..], messageLength);
    }
}
