using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>A model's outputs in the order asked for; spans taken from it end with it.</summary>
internal sealed class OnnxOutputs(IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    internal ReadOnlySpan<float> Floats(int output) => values[output].GetTensorDataAsSpan<float>();

    /// <summary>An output as it is, to go into another run while this is open.</summary>
    internal OrtValue Value(int output) => values[output];

    internal long[] Shape(int output) => values[output].GetTensorTypeAndShape().Shape;

    public void Dispose() => values.Dispose();
}
