using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that resize and pad.</summary>
internal static class ImageOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["MirrorPad"] = MirrorPad,
        ["Pad"] = node => Pad(node, "constant"),
        ["PadV2"] = node => Pad(node, "constant"),
        ["ResizeBilinear"] = node => Resize(node, "linear"),
        ["ResizeNearestNeighbor"] = node => Resize(node, "nearest"),
    };

    private static void MirrorPad(NodeTranslation node)
    {
        if (node.Node.Text("mode") is { } mode and not "REFLECT")
        {
            throw node.Unsupported($"the mode {mode} is not known");
        }

        Pad(node, "reflect");
    }

    // TensorFlow: a pair of paddings a dimension. ONNX: all paddings before, then all after.
    private static void Pad(NodeTranslation node, string mode)
    {
        int[][] pairs = [.. node.Integers(1).Chunk(2)];
        var paddings = node.Int64s(pairs.Select(pair => pair[0]).Concat(pairs.Select(pair => pair[1])));
        string[] inputs = node.Inputs > 2 ? [node.Input(0), paddings, node.Input(2)] : [node.Input(0), paddings];
        node.Return(node.Add("Pad", inputs, OnnxAttribute.Of("mode", mode)));
    }

    private static void Resize(NodeTranslation node, string mode)
    {
        var image = node.Add("Transpose", [node.Input(0)], OnnxAttribute.Of("perm", [0, 3, 1, 2]));
        var batchAndChannels = node.Add("Slice", [node.Add("Shape", [image]), node.Int64s(0), node.Int64s(2)]);
        var sizes = node.Add("Concat", [batchAndChannels, node.Int64Input(1)], OnnxAttribute.Of("axis", 0));
        var positions = node.Node.Flag("align_corners") ? "align_corners"
            : node.Node.Flag("half_pixel_centers") ? "half_pixel"
            : "asymmetric";
        var resized = node.Add(
            "Resize",
            [image, "", "", sizes],
            OnnxAttribute.Of("mode", mode),
            OnnxAttribute.Of("nearest_mode", node.Node.Flag("align_corners") ? "round_prefer_ceil" : "floor"),
            OnnxAttribute.Of("coordinate_transformation_mode", positions));
        node.Return(node.Add("Transpose", [resized], OnnxAttribute.Of("perm", [0, 2, 3, 1])));
    }
}
