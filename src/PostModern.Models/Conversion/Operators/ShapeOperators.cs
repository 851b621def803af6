using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that change how a tensor is laid out, not what it holds.</summary>
internal static class ShapeOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["ConcatV2"] = Concat,
        ["ExpandDims"] = node => node.Return(node.Add("Unsqueeze", [node.Input(0), node.Int64s(node.Integers(1))])),
        ["Fill"] = node => node.Return(node.Add("Expand", [node.Input(1), node.Int64Input(0)])),
        ["Identity"] = node => node.Return(node.Input(0)),
        ["Pack"] = Pack,
        ["Range"] = node => node.Return(node.Add("Range", node.AllInputs())),
        ["Reshape"] = node => node.Return(node.Add("Reshape", [node.Input(0), node.Int64Input(1)])),
        ["Shape"] = node => node.Return(node.Cast(node.Add("Shape", [node.Input(0)]), TensorProto.Types.DataType.Int32)),
        ["Split"] = Split,
        ["SplitV"] = SplitV,
        ["Squeeze"] = Squeeze,
        ["Tile"] = node => node.Return(node.Add("Tile", [node.Input(0), node.Int64Input(1)])),
        ["Transpose"] = node => node.Return(node.Add("Transpose", [node.Input(0)], OnnxAttribute.Of("perm", node.Integers(1)))),
        ["Unpack"] = Unpack,
    };

    private static void Concat(NodeTranslation node)
    {
        var axis = node.Integers(node.Inputs - 1)[0];
        node.Return(node.Add("Concat", node.AllInputs().SkipLast(1), OnnxAttribute.Of("axis", axis)));
    }

    private static void Pack(NodeTranslation node)
    {
        var axis = node.Node.Integer("axis");
        string[] parts = [.. node.AllInputs().Select(part => node.Add("Unsqueeze", [part, node.Int64s(axis)]))];
        node.Return(node.Add("Concat", parts, OnnxAttribute.Of("axis", axis)));
    }

    private static void Unpack(NodeTranslation node)
    {
        var axis = node.Node.Integer("axis");
        var count = node.Node.Integer("num");
        var parts = node.AddMany(
            "Split", [node.Input(0)], count, OnnxAttribute.Of("axis", axis), OnnxAttribute.Of("num_outputs", count));
        ReturnAll(node, parts.Select(part => node.Add("Squeeze", [part, node.Int64s(axis)])));
    }

    private static void Split(NodeTranslation node)
    {
        var axis = OnnxAttribute.Of("axis", node.Integers(0)[0]);
        var count = node.Node.Integer("num_split");
        ReturnAll(node, node.AddMany("Split", [node.Input(1)], count, axis, OnnxAttribute.Of("num_outputs", count)));
    }

    private static void SplitV(NodeTranslation node)
    {
        var axis = OnnxAttribute.Of("axis", node.Integers(2)[0]);
        var sizes = node.Integers(1);
        ReturnAll(node, node.AddMany("Split", [node.Input(0), node.Int64s(sizes)], sizes.Length, axis));
    }

    private static void Squeeze(NodeTranslation node)
    {
        var axes = node.Node.Integers("squeeze_dims") is { Length: > 0 } dimensions ? dimensions : node.Node.Integers("axis");
        node.Return(node.Add("Squeeze", axes.Length == 0 ? [node.Input(0)] : [node.Input(0), node.Int64s(axes)]));
    }

    private static void ReturnAll(NodeTranslation node, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            node.Return(value, index);
        }
    }
}
