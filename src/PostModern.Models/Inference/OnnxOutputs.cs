using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>A model's outputs in the order asked for; spans taken from it end with it.</summary>
internal sealed class OnnxOutputs(IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    internal ReadOnlySpan<float> Floats(int output) => values[output].GetTensorDataAsSpan<float>();

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
