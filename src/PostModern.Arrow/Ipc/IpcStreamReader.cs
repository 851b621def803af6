using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Reads the Arrow IPC streaming format into managed memory; does not own the stream.</summary>
public sealed class IpcStreamReader
{
    // A length from a broken stream must not reserve gigabytes before the bytes are there.
    private const int FirstAllocation = 1 << 20;
    private readonly Stream _stream;
    private readonly BatchDecoder _decoder;

    private IpcStreamReader(Stream stream, BatchDecoder decoder)
    {
        _stream = stream;
        _decoder = decoder;
    }

    public Schema Schema => _decoder.Schema;

    /// <summary>Reads the schema.</summary>
    /// <exception cref="ServerException">InvalidInput: the stream does not start with an Arrow schema. Unsupported: a schema that we can't read.</exception>
    public static async Task<IpcStreamReader> OpenAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var message = await ReadMessageAsync(stream, cancellationToken) ?? throw Broken("it ends before its schema");
        return new IpcStreamReader(stream, BatchDecoder.Open(message));
    }

    /// <summary>The next batch; null at the end of the stream.</summary>
    /// <exception cref="ServerException">InvalidInput: corrupt, or cut off. Unsupported: a compression that we don't have.</exception>
    public async ValueTask<RecordBatch?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadMessageAsync(_stream, cancellationToken) is { } message)
        {
            var body = await ReadBytesAsync(_stream, Message.BodyLengthOf(message), cancellationToken);
            if (_decoder.Decode(message, body) is { } batch)
            {
                return batch;
            }
        }

        return null;
    }

    /// <summary>All remaining batches.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken) is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>The next bare message; null at the end marker, or where the stream ends between messages.</summary>
    private static async ValueTask<byte[]?> ReadMessageAsync(Stream stream, CancellationToken cancellationToken)
    {
        var word = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(word, 1, throwOnEndOfStream: false, cancellationToken) is var read && read == 0)
        {
            return null;
        }

        await FillAsync(stream, word.AsMemory(read), cancellationToken);
        if (BinaryPrimitives.ReadInt32LittleEndian(word) == Encapsulation.Continuation)
        {
            // Streams from before format 0.15 have the length alone.
            await FillAsync(stream, word, cancellationToken);
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(word);
        return length == 0 ? null : await ReadBytesAsync(stream, length, cancellationToken);
    }

    private static async ValueTask<byte[]> ReadBytesAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        if (length < 0 || length > Array.MaxLength)
        {
            throw Broken($"a part of {length} bytes");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, FirstAllocation));
        await FillAsync(stream, bytes, cancellationToken);
        while (bytes.Length < length)
        {
            var filled = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 4L * filled));
            await FillAsync(stream, bytes.AsMemory(filled), cancellationToken);
        }

        return bytes;
    }

    private static async ValueTask FillAsync(Stream stream, Memory<byte> target, CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken) < target.Length)
        {
            throw Broken("it ends inside a message");
        }
    }

    private static ServerException Broken(string what) => CorruptMessage.Error("stream", what);
}
