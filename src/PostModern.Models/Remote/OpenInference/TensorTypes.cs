using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>The protocol's names of element types. FP16 and BF16 aren't offered: neither SQL nor JSON has them.</summary>
internal static class TensorTypes
{
    private static readonly string[] s_names = ["FP32", "FP64", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "BOOL", "BYTES"];

    public static string NameOf(TensorType type) => s_names[(int)type];

    /// <exception cref="FormatException">No such type.</exception>
    public static TensorType Parse(string? name) => Array.IndexOf(s_names, name) is >= 0 and var index
        ? (TensorType)index
        : throw new FormatException($"tensors of type {name} can't be used, only {string.Join(", ", s_names)}");
}
