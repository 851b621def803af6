using System.Buffers.Binary;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;

namespace PostModern.Arrow.Ipc;

/// <summary>The buffers of a compressed body: each starts with its true length, −1 where the writer left it as it was.</summary>
/// <remarks>Arrow columnar format 1.5, <c>BodyCompression</c> of Message.fbs.</remarks>
internal sealed class BufferInflater
{
    private const int PrefixLength = sizeof(long);
    private const long NotCompressed = -1;
    private readonly BufferCodec _codec;
    private readonly BatchMemory _memory;

    private BufferInflater(BufferCodec codec, BatchMemory memory)
    {
        _codec = codec;
        _memory = memory;
    }

    /// <summary>What the batch's <c>compression</c> table asks for; null when it has none.</summary>
    /// <exception cref="ServerException">Unsupported: another codec, or its library isn't installed.</exception>
    public static BufferInflater? Of(FlatTable batch, BatchMemory memory)
    {
        if (!batch.Has(3))
        {
            return null;
        }

        var table = batch.Table(3, "compression");
        return (table.Byte(0), table.Byte(1)) switch
        {
            (0, 0) => new BufferInflater(BufferCodec.Of(BodyCompression.Lz4Frame), memory),
            (1, 0) => new BufferInflater(BufferCodec.Of(BodyCompression.Zstd), memory),
            var (codec, method) => throw new ServerException(
                ErrorCode.Unsupported, $"The Arrow batch is compressed with codec {codec}, method {method}; send LZ4_FRAME or ZSTD by buffer, or no compression."),
        };
    }

    /// <summary>The buffer's content: borrowed where it is stored as it was, else new memory.</summary>
    /// <exception cref="ServerException">InvalidInput: corrupt, or its length is a lie.</exception>
    public ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> buffer, string column)
    {
        if (buffer.IsEmpty)
        {
            return buffer;
        }

        if (buffer.Length < PrefixLength)
        {
            throw BatchReader.Corrupt(column, $"a compressed buffer of {buffer.Length} bytes has no room for its length");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(buffer.Span);
        var content = buffer[PrefixLength..];
        if (length is NotCompressed or 0)
        {
            return length == 0 ? default : content;
        }

        if (length < 0 || length / _codec.LargestRatio > content.Length)
        {
            throw BatchReader.Corrupt(column, $"{content.Length} bytes of {_codec.Name} say that they unfold to {length}");
        }

        var target = _memory.Allocate(length, column);
        return _codec.TryDecompress(content.Span, target.Span)
            ? target
            : throw BatchReader.Corrupt(column, $"{content.Length} bytes of {_codec.Name} do not unfold to the {length} that they should");
    }
}
