using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>A named tensor on its way into a model, on the caller's memory.</summary>
internal readonly record struct OnnxInput(string Name, OrtValue Value)
{
    /// <summary>Whether the tensor outlives the run: it belongs to someone else.</summary>
    internal bool IsBorrowed { get; init; }

    /// <param name="name">The graph's input.</param>
    /// <param name="values">Exactly as many as <paramref name="shape"/> says; pinned until the run ends.</param>
    /// <param name="shape">The extent of each axis.</param>
    internal static OnnxInput Of<T>(string name, Memory<T> values, params long[] shape)
        where T : unmanaged
        => new(name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape));
}
