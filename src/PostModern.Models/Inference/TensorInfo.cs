namespace PostModern.Models.Inference;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">The extent of each axis; -1 where it depends on the input.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>As <c>float32 [-1, 4]</c>.</summary>
    public string Shown => $"{Type.ToString().ToLowerInvariant()} [{string.Join(", ", Shape)}]";
}
