using PostModern.Models.Conversion.Onnx;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Convolutions, with what is fused behind them.</summary>
internal static class ConvolutionOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["Conv2D"] = Conv,
        ["DepthwiseConv2dNative"] = DepthwiseConv,
        ["FusedConv2D"] = Conv,
        ["FusedDepthwiseConv2dNative"] = DepthwiseConv,
        ["_FusedConv2D"] = Conv,
    };

    private static void Conv(NodeTranslation node)
    {
        var kernel = node.Required(1);

        // Height, width, inputs, outputs -> outputs, inputs, height, width.
        Translate(node, Reorder(node, kernel, [3, 2, 0, 1]), kernel.Shape[3], groups: 1);
    }

    private static void DepthwiseConv(NodeTranslation node)
    {
        var kernel = node.Required(1);
        var (channels, multiplier) = (kernel.Shape[2], kernel.Shape[3]);

        // Each channel is a group: height, width, channels, multiplier -> channels * multiplier, 1, height, width.
        var weights = Reorder(node, kernel, [2, 3, 0, 1], [channels * multiplier, 1, kernel.Shape[0], kernel.Shape[1]]);
        Translate(node, weights, channels * multiplier, channels);
    }

    private static void Translate(NodeTranslation node, string kernel, int outputs, int groups)
    {
        // The bias goes into Conv itself, where it costs nothing.
        var fused = node.Node.Texts("fused_ops");
        var biased = fused.FirstOrDefault() == "BiasAdd" && node.Known(2) is { } bias && bias.Values.Length == outputs;
        string[] inputs = [node.ToChannelsFirst(node.Input(0)), kernel, .. biased ? [node.Input(2)] : Array.Empty<string>()];
        var image = node.Add(
            "Conv",
            inputs,
            OnnxAttribute.Of("group", groups),
            OnnxAttribute.Of("strides", node.Spatial("strides")),
            OnnxAttribute.Of("dilations", node.Spatial("dilations")),
            node.Padding());
        var rest = biased ? fused[1..] : fused;
        node.Return(ActivationOperators.Apply(node, rest, node.FromChannelsFirst(image), firstArgument: biased ? 3 : 2));
    }

    private static string Reorder(NodeTranslation node, Constant kernel, int[] order, int[]? shape = null)
    {
        var source = kernel.Floats;
        int[] sizes = [.. order.Select(axis => kernel.Shape[axis])];
        int[] strides = [.. order.Select(axis => kernel.Shape[(axis + 1)..].Aggregate(1, (product, size) => product * size))];
        var reordered = new float[source.Length];
        var next = 0;
        for (var a = 0; a < sizes[0]; a++)
        {
            for (var b = 0; b < sizes[1]; b++)
            {
                for (var c = 0; c < sizes[2]; c++)
                {
                    for (var d = 0; d < sizes[3]; d++)
                    {
                        reordered[next++] = source[(a * strides[0]) + (b * strides[1]) + (c * strides[2]) + (d * strides[3])];
                    }
                }
            }
        }

        return node.Floats(shape ?? sizes, reordered);
    }
}
