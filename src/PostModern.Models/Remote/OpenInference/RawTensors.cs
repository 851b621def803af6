using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using PostModern.Models.Inference;
using PostModern.Models.Remote.OpenInference.Messages;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>Tensors as bytes: little-endian elements without gaps; of texts each behind its length in 4 bytes.</summary>
internal static class RawTensors
{
    // Every machine that .NET 10 runs the server on is little-endian.
    public static ByteString ToBytes(Tensor tensor) => tensor.Values switch
    {
        float[] values => Copy(values),
        double[] values => Copy(values),
        sbyte[] values => Copy(values),
        short[] values => Copy(values),
        int[] values => Copy(values),
        long[] values => Copy(values),
        ushort[] values => Copy(values),
        uint[] values => Copy(values),
        ulong[] values => Copy(values),
        byte[] values => ByteString.CopyFrom(values),
        bool[] values => ByteString.CopyFrom([.. values.Select(value => value ? (byte)1 : (byte)0)]),
        _ => OfTexts((string[])tensor.Values),
    };

    /// <exception cref="FormatException">The bytes are too few or too many.</exception>
    public static Array FromBytes(TensorType type, ReadOnlySpan<byte> bytes, long count)
    {
        var values = Tensor.NewValues(type, checked((int)count));
        switch (values)
        {
            case float[] target: Fill(target, bytes); break;
            case double[] target: Fill(target, bytes); break;
            case sbyte[] target: Fill(target, bytes); break;
            case short[] target: Fill(target, bytes); break;
            case int[] target: Fill(target, bytes); break;
            case long[] target: Fill(target, bytes); break;
            case ushort[] target: Fill(target, bytes); break;
            case uint[] target: Fill(target, bytes); break;
            case ulong[] target: Fill(target, bytes); break;
            case byte[] target: Fill(target, bytes); break;
            case bool[] target:
                CheckLength(bytes.Length, target.Length);
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = bytes[i] != 0;
                }

                break;
            default: Fill((string[])values, bytes); break;
        }

        return values;
    }

    /// <summary>The values of a tensor whose server gives them by type.</summary>
    public static Array FromContents(TensorType type, InferTensorContents contents) => type switch
    {
        TensorType.Float32 => contents.Fp32Contents.ToArray(),
        TensorType.Float64 => contents.Fp64Contents.ToArray(),
        TensorType.Int8 => contents.IntContents.Select(value => checked((sbyte)value)).ToArray(),
        TensorType.Int16 => contents.IntContents.Select(value => checked((short)value)).ToArray(),
        TensorType.Int32 => contents.IntContents.ToArray(),
        TensorType.Int64 => contents.Int64Contents.ToArray(),
        TensorType.UInt8 => contents.UintContents.Select(value => checked((byte)value)).ToArray(),
        TensorType.UInt16 => contents.UintContents.Select(value => checked((ushort)value)).ToArray(),
        TensorType.UInt32 => contents.UintContents.ToArray(),
        TensorType.UInt64 => contents.Uint64Contents.ToArray(),
        TensorType.Bool => contents.BoolContents.ToArray(),
        _ => contents.BytesContents.Select(value => value.ToStringUtf8()).ToArray(),
    };

    private static ByteString Copy<T>(T[] values)
        where T : unmanaged
        => ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));

    private static void Fill<T>(T[] target, ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var room = MemoryMarshal.AsBytes(target.AsSpan());
        CheckLength(bytes.Length, room.Length);
        bytes.CopyTo(room);
    }

    private static ByteString OfTexts(string[] texts)
    {
        using var all = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            all.Write(length);
            all.Write(bytes);
        }

        return ByteString.CopyFrom(all.ToArray());
    }

    private static void Fill(string[] target, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var length = bytes.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : -1;
            if (length < 0 || length > bytes.Length - sizeof(int))
            {
                throw new FormatException($"text {i} of {target.Length} is cut off");
            }

            target[i] = Encoding.UTF8.GetString(bytes.Slice(sizeof(int), length));
            bytes = bytes[(sizeof(int) + length)..];
        }

        CheckLength(bytes.Length, 0);
    }

    private static void CheckLength(int found, int wanted)
    {
        if (found != wanted)
        {
            throw new FormatException($"it gives {found} bytes where its shape needs {wanted}");
        }
    }
}
