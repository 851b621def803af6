using Microsoft.ML.OnnxRuntime;

namespace PostModern.Models.Inference;

/// <summary>A named tensor on its way into a model.</summary>
/// <param name="Name">The graph's input.</param>
/// <param name="Value">On the caller's memory, or an earlier run's output.</param>
/// <param name="IsBorrowed">Whether it outlives the run; all others are disposed by it.</param>
internal readonly record struct OnnxInput(string Name, OrtValue Value, bool IsBorrowed = false)
{
    /// <param name="name">The graph's input.</param>
    /// <param name="values">Exactly as many as <paramref name="shape"/> says; pinned until the run ends.</param>
    /// <param name="shape">The extent of each axis.</param>
    internal static OnnxInput Of<T>(string name, Memory<T> values, params long[] shape)
        where T : unmanaged
        => new(name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape));

    /// <summary>A tensor that stays where it is: an output of an earlier run goes into the next without a copy.</summary>
    internal static OnnxInput Borrow(string name, OrtValue value) => new(name, value, IsBorrowed: true);
}
