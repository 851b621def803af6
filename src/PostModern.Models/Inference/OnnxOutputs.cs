using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PostModern.Models.Inference;

/// <summary>A model's outputs in the order asked for; spans taken from it end with it.</summary>
internal sealed class OnnxOutputs(IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    internal ReadOnlySpan<float> Floats(int output) => values[output].GetTensorDataAsSpan<float>();

    /// <summary>An output as it is, to go into another run while this is open.</summary>
    internal OrtValue Value(int output) => values[output];

    /// <summary>A copy, whether the graph computes with 32 or 16 bits.</summary>
    internal float[] ReadFloats(int output)
    {
        if (values[output].GetTensorTypeAndShape().ElementDataType != TensorElementType.Float16)
        {
            return Floats(output).ToArray();
        }

        var halves = MemoryMarshal.Cast<Float16, Half>(values[output].GetTensorDataAsSpan<Float16>());
        var floats = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, floats);
        return floats;
    }

    internal long[] Shape(int output) => values[output].GetTensorTypeAndShape().Shape;

    /// <summary>A copy of an output.</summary>
    internal Tensor Tensor(int output, TensorInfo info)
    {
        var value = values[output];
        var shape = value.GetTensorTypeAndShape().Shape;
        Array copy = info.Type switch
        {
            TensorType.Float32 => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorType.Float64 => value.GetTensorDataAsSpan<double>().ToArray(),
            TensorType.Int8 => value.GetTensorDataAsSpan<sbyte>().ToArray(),
            TensorType.Int16 => value.GetTensorDataAsSpan<short>().ToArray(),
            TensorType.Int32 => value.GetTensorDataAsSpan<int>().ToArray(),
            TensorType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            TensorType.UInt8 => value.GetTensorDataAsSpan<byte>().ToArray(),
            TensorType.UInt16 => value.GetTensorDataAsSpan<ushort>().ToArray(),
            TensorType.UInt32 => value.GetTensorDataAsSpan<uint>().ToArray(),
            TensorType.UInt64 => value.GetTensorDataAsSpan<ulong>().ToArray(),
            TensorType.Bool => value.GetTensorDataAsSpan<bool>().ToArray(),
            _ => value.GetStringTensorAsArray(),
        };
        return new Tensor(info.Name, info.Type, shape, copy);
    }

    public void Dispose() => values.Dispose();
}
