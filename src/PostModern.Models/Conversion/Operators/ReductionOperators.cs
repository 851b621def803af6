using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that fold dimensions into one value, and those that rank values.</summary>
internal static class ReductionOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["ArgMax"] = node => Rank(node, "ArgMax"),
        ["ArgMin"] = node => Rank(node, "ArgMin"),
        ["Max"] = node => Reduce(node, "ReduceMax"),
        ["Mean"] = node => Reduce(node, "ReduceMean"),
        ["Min"] = node => Reduce(node, "ReduceMin"),
        ["Prod"] = node => Reduce(node, "ReduceProd"),
        ["Sum"] = node => Reduce(node, "ReduceSum"),
        ["TopKV2"] = TopK,
    };

    private static void Reduce(NodeTranslation node, string operation)
    {
        var axes = node.Integers(1);
        var keep = node.Node.Flag("keep_dims", node.Node.Flag("keepDims"));

        // No axes: TensorFlow leaves the tensor alone, ONNX would fold all of them.
        node.Return(node.Add(
            operation,
            [node.Input(0), node.Int64s(axes)],
            OnnxAttribute.Of("keepdims", keep ? 1 : 0),
            OnnxAttribute.Of("noop_with_empty_axes", 1)));
    }

    private static void Rank(NodeTranslation node, string operation)
    {
        var index = node.Add(
            operation, [node.Input(0)], OnnxAttribute.Of("axis", node.Integers(1)[0]), OnnxAttribute.Of("keepdims", 0));
        node.Return(node.Cast(index, TensorProto.Types.DataType.Int32));
    }

    private static void TopK(NodeTranslation node)
    {
        var results = node.AddMany("TopK", [node.Input(0), node.Int64s(node.Integers(1))], 2, OnnxAttribute.Of("axis", -1));
        node.Return(results[0]);
        node.Return(node.Cast(results[1], TensorProto.Types.DataType.Int32), output: 1);
    }
}
