namespace PostModern.Models.Registry;

/// <summary>An input or output of a model's graph.</summary>
/// <param name="Name">Its name in the ONNX model.</param>
/// <param name="Type">float32, int32, int64 or bool.</param>
/// <param name="Shape">-1 is a dimension that depends on the input.</param>
/// <param name="Node">For an output of a TF.js graph: the node that computes it.</param>
internal sealed record ModelTensor(string Name, string Type, IReadOnlyList<int> Shape, string? Node = null);
