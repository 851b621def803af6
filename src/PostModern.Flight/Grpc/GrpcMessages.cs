using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace PostModern.Flight.Grpc;

/// <summary>Whole protobuf messages in gRPC's frames: one byte 0 (uncompressed), four of length, the message.</summary>
public static class GrpcMessages
{
    /// <summary>Length of a frame's prefix in bytes.</summary>
    public const int PrefixLength = 5;

    /// <summary>Appends <paramref name="message"/> as one frame.</summary>
    public static void WriteMessage(this IBufferWriter<byte> output, IMessage message)
    {
        output.WritePrefix(message.CalculateSize());
        message.WriteTo(output);
    }

    /// <summary>Appends the prefix of a frame whose <paramref name="length"/> bytes follow.</summary>
    public static void WritePrefix(this IBufferWriter<byte> output, long length)
    {
        var prefix = output.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], checked((uint)length));
        output.Advance(PrefixLength);
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="RpcException">InvalidArgument: the bytes are no <typeparamref name="T"/>.</exception>
    public static async ValueTask<T?> ReadMessageAsync<T>(this GrpcInput input, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        if (await input.NextMessageAsync(cancellationToken) is not { } length)
        {
            return null;
        }

        var bytes = await input.ReadBytesAsync(length, cancellationToken);
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(GrpcStatusCode.InvalidArgument, $"The message is no {typeof(T).Name}: {e.Message}", e);
        }
    }
}
