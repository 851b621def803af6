using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>TensorFlow's images are mostly NHWC, ONNX's always NCHW.</summary>
/// <remarks>A transposition before and after each operator looks wasteful; ONNX Runtime removes the pairs that meet.</remarks>
internal static class ChannelOrder
{
    public static bool IsChannelsFirst(NodeTranslation node) => node.Node.Text("data_format") == "NCHW";

    public static string ToChannelsFirst(this NodeTranslation node, string image) =>
        IsChannelsFirst(node) ? image : node.Add("Transpose", [image], OnnxAttribute.Of("perm", [0, 3, 1, 2]));

    public static string FromChannelsFirst(this NodeTranslation node, string image) =>
        IsChannelsFirst(node) ? image : node.Add("Transpose", [image], OnnxAttribute.Of("perm", [0, 2, 3, 1]));

    /// <summary>The height's and the width's part of an attribute that has one number a dimension, such as strides.</summary>
    public static int[] Spatial(this NodeTranslation node, string attribute)
    {
        var values = node.Node.Integers(attribute);
        return values.Length == 0 ? [1, 1] : IsChannelsFirst(node) ? values[2..4] : values[1..3];
    }

    /// <summary>How the image is padded: SAME, VALID or by numbers.</summary>
    public static AttributeProto Padding(this NodeTranslation node)
    {
        switch (node.Node.Text("padding"))
        {
            case "SAME":
                return OnnxAttribute.Of("auto_pad", "SAME_UPPER");
            case "VALID":
                return OnnxAttribute.Of("auto_pad", "VALID");
            default:
                var all = node.Node.Integers("explicit_paddings");
                var first = IsChannelsFirst(node) ? 4 : 2;
                return OnnxAttribute.Of("pads", [all[first], all[first + 2], all[first + 1], all[first + 3]]);
        }
    }
}
