using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>The envelope of every IPC message: <c>Message</c> of Arrow's Message.fbs.</summary>
public static class Message
{
    /// <summary>Metadata version 4: the first stable one; its unions still have a validity buffer.</summary>
    internal const short V4 = 3;

    /// <summary>Metadata version 5, what we write.</summary>
    internal const short V5 = 4;

    private const int Version = 0;
    private const int HeaderType = 1;
    private const int Header = 2;
    private const int BodySize = 3;

    /// <summary>What a bare message (no length prefix) carries.</summary>
    /// <exception cref="ServerException">InvalidInput: no Arrow message.</exception>
    public static MessageKind KindOf(ReadOnlySpan<byte> message)
    {
        var kind = (MessageKind)FlatTable.Root(message, "Message").Byte(HeaderType);
        return kind <= MessageKind.SparseTensor ? kind : throw CorruptMessage.Error("Message", $"unknown header type {kind:D}");
    }

    /// <summary>Bytes of body that follow a bare message in a stream.</summary>
    /// <exception cref="ServerException">InvalidInput: no Arrow message, or a negative length.</exception>
    public static long BodyLengthOf(ReadOnlySpan<byte> message)
    {
        var length = FlatTable.Root(message, "Message").Int64(BodySize);
        return length >= 0 ? length : throw CorruptMessage.Error("Message", $"its body has {length} bytes");
    }

    internal static byte[] Encode(FlatBufferWriter writer, MessageKind kind, int header, long bodyLength)
    {
        writer.StartTable(4);
        if (bodyLength != 0)
        {
            // The default of 0 is left out, as Arrow's own writers do: the Rust reader looks at a schema with its length before it, where
            // an eight-byte number isn't aligned, and refuses it.
            writer.AddInt64(BodySize, bodyLength);
        }

        writer.AddOffset(Header, header);
        writer.AddInt16(Version, V5);
        writer.AddByte(HeaderType, (byte)kind);
        return writer.Finish(writer.EndTable());
    }

    /// <summary>Opens the header, which must be of one kind, in a version that we read.</summary>
    internal static FlatTable Open(ReadOnlySpan<byte> message, MessageKind expected, out short version)
    {
        var table = FlatTable.Root(message, "Message");
        var kind = (MessageKind)table.Byte(HeaderType);
        if (kind != expected)
        {
            throw CorruptMessage.Error("Message", $"expected a {expected}, found a {kind}");
        }

        version = table.Int16(Version);
        return version is V4 or V5
            ? table.Table(Header, expected.ToString())
            : throw new ServerException(ErrorCode.Unsupported, $"The Arrow metadata version V{version + 1} is not supported; write V5.");
    }
}
