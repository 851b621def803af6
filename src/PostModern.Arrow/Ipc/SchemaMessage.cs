using System.Buffers.Binary;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>A schema as bytes, in the two forms that Flight uses.</summary>
public static class SchemaMessage
{
    /// <summary>The bare FlatBuffer, as in <c>FlightData.data_header</c>; its length is a multiple of 8.</summary>
    public static byte[] Encode(Schema schema) => SchemaEncoder.Encode(schema);

    /// <summary><c>FFFFFFFF</c>, length, message, padded to 8: what every "schema bytes" field of Flight holds.</summary>
    public static byte[] EncodeEncapsulated(Schema schema)
    {
        var message = Encode(schema);
        var bytes = new byte[Encapsulation.PrefixLength + message.Length];
        Encapsulation.WritePrefix(bytes, message.Length);
        message.CopyTo(bytes, Encapsulation.PrefixLength);
        return bytes;
    }

    /// <summary>Reads either form.</summary>
    /// <exception cref="ServerException">InvalidInput: no Arrow schema. Unsupported: big-endian, or a type that we don't have.</exception>
    public static Schema Decode(ReadOnlySpan<byte> bytes) => SchemaDecoder.Decode(Bare(bytes)).Schema;

    internal static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> bytes)
    {
        // A bare FlatBuffer starts with a small positive offset, which can't be the continuation marker.
        if (bytes.Length < Encapsulation.PrefixLength || BinaryPrimitives.ReadInt32LittleEndian(bytes) != Encapsulation.Continuation)
        {
            return bytes;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]);
        return length >= 0 && length <= bytes.Length - Encapsulation.PrefixLength
            ? bytes.Slice(Encapsulation.PrefixLength, length)
            : throw FlatBuffers.CorruptMessage.Error("Schema", $"a length of {length} in {bytes.Length} bytes");
    }
}
