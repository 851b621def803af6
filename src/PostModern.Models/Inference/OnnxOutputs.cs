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

    public void Dispose() => values.Dispose();
}
