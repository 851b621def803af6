using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion;

/// <summary>An output of a converted model.</summary>
/// <param name="Name">The output's name in the ONNX model.</param>
/// <param name="Node">The node of the TensorFlow graph that computes it; NODE:1 for a node's second output.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">-1 is a dimension that depends on the input; null: not even the rank is known.</param>
internal sealed record GraphOutput(string Name, string Node, DataType Type, IReadOnlyList<int>? Shape);
