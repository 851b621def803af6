using System.Buffers.Binary;

namespace PostModern.Flight.Grpc;

/// <summary>The bytes of one direction of a call, read message by message.</summary>
/// <remarks>
/// Small reads are served from a buffer; long ones go straight from the stream into the caller's memory, so that a
/// record batch is copied once, to where it stays. Not for concurrent use.
/// </remarks>
public sealed class GrpcInput(Stream stream)
{
    private const int PrefixLength = 5;

    // Five bytes from somebody who isn't logged in must not reserve gigabytes before the rest is there.
    private const int FirstAllocation = 1 << 20;

    private readonly byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>Bytes of the current message that nobody has read yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>Moves to the next message.</summary>
    /// <returns>Its length; null at the end of the stream.</returns>
    /// <exception cref="RpcException">The stream breaks off, or the message is compressed or longer than 2 GiB.</exception>
    public async ValueTask<int?> NextMessageAsync(CancellationToken cancellationToken)
    {
        if (Remaining > 0)
        {
            throw new InvalidOperationException("The previous message hasn't been read to its end.");
        }

        if (!await FillAsync(PrefixLength, cancellationToken))
        {
            return _start == _end ? null : throw Truncated();
        }

        Remaining = ReadPrefix(_buffer.AsSpan(_start, PrefixLength));
        _start += PrefixLength;
        return Remaining;
    }

    /// <summary>At least <paramref name="count"/> buffered bytes of the message, or all that remain of it, without consuming them.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        if (!await FillAsync(Math.Min(count, Remaining), cancellationToken))
        {
            throw Truncated();
        }

        return _buffer.AsMemory(_start, Math.Min(_end - _start, Remaining));
    }

    /// <summary>Consumes bytes that were peeked.</summary>
    public void Advance(int count)
    {
        _start += count;
        Remaining -= count;
    }

    /// <summary>Fills <paramref name="destination"/> from the message.</summary>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.Length > Remaining)
        {
            throw new RpcException(GrpcStatusCode.InvalidArgument, "A field of the message ends after the message.");
        }

        Remaining -= destination.Length;
        var buffered = Math.Min(_end - _start, destination.Length);
        _buffer.AsSpan(_start, buffered).CopyTo(destination.Span);
        _start += buffered;
        while (buffered < destination.Length)
        {
            var read = await stream.ReadAsync(destination[buffered..], cancellationToken);
            buffered += read > 0 ? read : throw Truncated();
        }
    }

    /// <summary>The next <paramref name="length"/> bytes of the message, in memory that grows as they come.</summary>
    public async ValueTask<byte[]> ReadBytesAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(length, FirstAllocation)];
        await ReadExactlyAsync(bytes, cancellationToken);
        while (bytes.Length < length)
        {
            var filled = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 4L * filled));
            await ReadExactlyAsync(bytes.AsMemory(filled), cancellationToken);
        }

        return bytes;
    }

    private static int ReadPrefix(ReadOnlySpan<byte> prefix)
    {
        if (prefix[0] != 0)
        {
            throw new RpcException(GrpcStatusCode.Unimplemented, "Compressed gRPC messages aren't supported; send them uncompressed.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length <= int.MaxValue
            ? (int)length
            : throw new RpcException(GrpcStatusCode.ResourceExhausted, $"A message of {length} bytes is over the limit of 2 GiB.");
    }

    private static RpcException Truncated() => new(GrpcStatusCode.Unavailable, "The stream broke off inside a message.");

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
