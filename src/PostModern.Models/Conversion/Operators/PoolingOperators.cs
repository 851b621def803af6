using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Pooling of images.</summary>
internal static class PoolingOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["AvgPool"] = node => Pool(node, "AveragePool"),
        ["MaxPool"] = node => Pool(node, "MaxPool"),
    };

    private static void Pool(NodeTranslation node, string operation)
    {
        var image = node.Add(
            operation,
            [node.ToChannelsFirst(node.Input(0))],
            OnnxAttribute.Of("kernel_shape", node.Spatial("ksize")),
            OnnxAttribute.Of("strides", node.Spatial("strides")),
            node.Padding());
        node.Return(node.FromChannelsFirst(image));
    }
}
