namespace PostModern.Models.Registry;

/// <summary>The formats that a manifest may name.</summary>
internal static class ModelFormats
{
    public const string Onnx = "onnx";

    /// <summary>A TF.js graph model: model.json and its weight files.</summary>
    public const string TensorFlowJs = "tfjs";
}
