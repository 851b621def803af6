using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that pick elements by their positions, or find the positions.</summary>
internal static class GatherOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["Gather"] = node => Gather(node, axis: 0),
        ["GatherNd"] = node => node.Return(node.Add("GatherND", [node.Input(0), node.Int64Indices(1)])),
        ["GatherV2"] = node => Gather(node, node.Inputs > 2 ? node.Integers(2)[0] : 0),
        ["Where"] = Where,
    };

    /// <summary>Indices as int64, in the shape that they have.</summary>
    public static string Int64Indices(this NodeTranslation node, int index) =>
        node.Cast(node.Input(index), TensorProto.Types.DataType.Int64);

    private static void Gather(NodeTranslation node, int axis) =>
        node.Return(node.Add("Gather", [node.Input(0), node.Input(1)], OnnxAttribute.Of("axis", axis)));

    // TensorFlow gives a row a position, ONNX a column.
    private static void Where(NodeTranslation node)
    {
        var positions = node.Add("Transpose", [node.Add("NonZero", [node.Input(0)])], OnnxAttribute.Of("perm", [1, 0]));
        node.Return(node.Cast(positions, TensorProto.Types.DataType.Int32));
    }
}
