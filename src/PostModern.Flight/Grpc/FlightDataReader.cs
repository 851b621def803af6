using Google.Protobuf;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Grpc;

/// <summary>Reads FlightData messages field by field, so that a body goes from the socket straight to where it stays.</summary>
public sealed class FlightDataReader(GrpcInput input)
{
    // Two varints: a tag (5 bytes at most) and a length (5) or value (10).
    private const int LongestFieldStart = 15;

    /// <summary>The next message, of any size.</summary>
    /// <returns>Null at the end of the stream. The caller disposes the frame.</returns>
    /// <exception cref="RpcException">The bytes are no FlightData, or the stream breaks off.</exception>
    public async ValueTask<FlightDataFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await input.NextMessageAsync(cancellationToken) is null)
        {
            return null;
        }

        var parts = new Parts();
        try
        {
            while (input.Remaining > 0)
            {
                await ReadFieldAsync(parts, cancellationToken);
            }

            return parts.ToFrame();
        }
        catch
        {
            parts.Body?.Dispose();
            throw;
        }
    }

    private static FlightDescriptor ParseDescriptor(byte[] bytes)
    {
        try
        {
            return FlightDescriptor.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Malformed(e);
        }
    }

    private static RpcException Malformed(Exception? inner = null) =>
        new(GrpcStatusCode.InvalidArgument, "The message is no FlightData.", inner);

    private async ValueTask ReadFieldAsync(Parts parts, CancellationToken cancellationToken)
    {
        var (tag, length) = await ReadFieldStartAsync(cancellationToken);
        switch (tag)
        {
            case FlightDataFields.Descriptor:
                parts.Descriptor = ParseDescriptor(await ReadBytesAsync(length, cancellationToken));
                break;
            case FlightDataFields.Header:
                parts.Header = await ReadBytesAsync(length, cancellationToken);
                break;
            case FlightDataFields.AppMetadata:
                parts.AppMetadata = await ReadBytesAsync(length, cancellationToken);
                break;
            case FlightDataFields.Body:
                // The last of several wins, as in all of protobuf.
                parts.Body?.Dispose();
                parts.Body = PooledMemory.Rent(CheckLength(length));
                await input.ReadExactlyAsync(parts.Body.Memory, cancellationToken);
                break;
            default:
                await ReadBytesAsync(length, cancellationToken);
                break;
        }
    }

    /// <summary>A field's tag, and how many bytes of value follow it.</summary>
    private async ValueTask<(uint Tag, int Length)> ReadFieldStartAsync(CancellationToken cancellationToken)
    {
        var bytes = await input.PeekAsync(LongestFieldStart, cancellationToken);
        var at = 0;
        var tag = ReadTag(bytes.Span, ref at);
        var length = (tag & 7) switch
        {
            0 => SkipVarint(bytes.Span, ref at),
            1 => 8,
            2 => ReadLength(bytes.Span, ref at),
            5 => 4,
            _ => throw Malformed(),
        };
        input.Advance(at);
        return (tag, length);
    }

    private static uint ReadTag(ReadOnlySpan<byte> bytes, ref int at)
    {
        var tag = ReadVarint(bytes, ref at);
        return tag <= uint.MaxValue ? (uint)tag : throw Malformed();
    }

    private static int SkipVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ReadVarint(bytes, ref at);
        return 0;
    }

    private static int ReadLength(ReadOnlySpan<byte> bytes, ref int at)
    {
        var length = ReadVarint(bytes, ref at);
        return length <= int.MaxValue ? (int)length : throw Malformed();
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    // A length from the wire is checked against the message before memory is taken for it.
    private int CheckLength(int length) => length <= input.Remaining ? length : throw Malformed();

    private ValueTask<byte[]> ReadBytesAsync(int length, CancellationToken cancellationToken) =>
        input.ReadBytesAsync(CheckLength(length), cancellationToken);

    /// <summary>The fields read so far.</summary>
    private sealed class Parts
    {
        public FlightDescriptor? Descriptor { get; set; }

        public byte[] Header { get; set; } = [];

        public byte[] AppMetadata { get; set; } = [];

        public PooledMemory? Body { get; set; }

        public FlightDataFrame ToFrame() => new(Body)
        {
            Descriptor = Descriptor,
            Header = Header,
            AppMetadata = AppMetadata,
            Body = Body is null ? [] : [Body.Memory],
        };
    }
}
