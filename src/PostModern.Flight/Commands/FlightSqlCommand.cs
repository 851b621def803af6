using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PostModern.Arrow.Errors;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Commands;

/// <summary>Flight SQL's messages, and our own beside them, packed in google.protobuf.Any, as they travel in descriptors, tickets and action bodies.</summary>
public static class FlightSqlCommand
{
    private static readonly Dictionary<string, MessageDescriptor> Known =
        FlightSqlReflection.Descriptor.MessageTypes.Concat(PostModernReflection.Descriptor.MessageTypes)
            .ToDictionary(message => message.FullName, StringComparer.Ordinal);

    /// <summary>The bytes of <paramref name="message"/> inside an Any.</summary>
    public static ByteString Pack(IMessage message) => Any.Pack(message).ToByteString();

    /// <summary>A descriptor for GetFlightInfo, GetSchema and DoPut.</summary>
    public static FlightDescriptor ToDescriptor(IMessage command) => new()
    {
        Type = FlightDescriptor.Types.DescriptorType.Cmd,
        Cmd = Pack(command),
    };

    /// <summary>The Flight SQL message in <paramref name="bytes"/>.</summary>
    /// <returns>False when the bytes are no Any at all; some clients mean plain SQL text then.</returns>
    /// <exception cref="ServerException">Unsupported: an Any of another type. InvalidInput: its value doesn't parse.</exception>
    public static bool TryUnpack(ByteString bytes, [NotNullWhen(true)] out IMessage? command)
    {
        command = null;
        if (!TryParseAny(bytes, out var any))
        {
            return false;
        }

        // Only what follows the last slash names the type; the host before it is the writer's own.
        var name = any.TypeUrl[(any.TypeUrl.LastIndexOf('/') + 1)..];
        if (!Known.TryGetValue(name, out var descriptor))
        {
            throw new ServerException(ErrorCode.Unsupported, $"This server doesn't know the command '{any.TypeUrl}'.");
        }

        try
        {
            command = descriptor.Parser.ParseFrom(any.Value);
            return true;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The value of the command is no {descriptor.Name}: {e.Message}", e);
        }
    }

    /// <summary>The message of type <typeparamref name="T"/> in <paramref name="bytes"/>.</summary>
    /// <exception cref="ServerException">InvalidInput: the bytes hold something else.</exception>
    public static T Unpack<T>(ByteString bytes)
        where T : class, IMessage
        => TryUnpack(bytes, out var message) && message is T wanted
            ? wanted
            : throw new ServerException(ErrorCode.InvalidInput, $"The body must be a packed {typeof(T).Name}.");

    private static bool TryParseAny(ByteString bytes, [NotNullWhen(true)] out Any? any)
    {
        try
        {
            any = Any.Parser.ParseFrom(bytes);
            return any.TypeUrl.Length > 0;
        }
        catch (InvalidProtocolBufferException)
        {
            any = null;
            return false;
        }
    }
}
