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

    /// <summary>A tensor of any type, whose values stay where they are until the run ends.</summary>
    internal static OnnxInput Of(Tensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        return tensor.Values switch
        {
            float[] values => Of<float>(tensor.Name, values, shape),
            double[] values => Of<double>(tensor.Name, values, shape),
            sbyte[] values => Of<sbyte>(tensor.Name, values, shape),
            short[] values => Of<short>(tensor.Name, values, shape),
            int[] values => Of<int>(tensor.Name, values, shape),
            long[] values => Of<long>(tensor.Name, values, shape),
            byte[] values => Of<byte>(tensor.Name, values, shape),
            ushort[] values => Of<ushort>(tensor.Name, values, shape),
            uint[] values => Of<uint>(tensor.Name, values, shape),
            ulong[] values => Of<ulong>(tensor.Name, values, shape),
            bool[] values => Of<bool>(tensor.Name, values, shape),
            _ => new OnnxInput(tensor.Name, OfTexts((string[])tensor.Values, shape)),
        };
    }

    private static OrtValue OfTexts(string[] texts, long[] shape)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (var i = 0; i < texts.Length; i++)
        {
            value.StringTensorSetElementAt(texts[i].AsSpan(), i);
        }

        return value;
    }
}
