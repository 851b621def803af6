namespace PostModern.Models.Registry;

/// <summary>One of the networks that make up a model.</summary>
/// <param name="File">The model's file that holds it.</param>
/// <param name="Format">onnx, or tfjs: a TF.js graph model, which is converted to ONNX at first use.</param>
/// <param name="Inputs">In the graph's order.</param>
/// <param name="Outputs">In the graph's order.</param>
internal sealed record ModelGraph(
    string File, string Format, IReadOnlyList<ModelTensor> Inputs, IReadOnlyList<ModelTensor> Outputs);
