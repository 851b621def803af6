using PostModern.Models.Conversion.Onnx;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that put values at positions of a tensor filled with something else.</summary>
internal static class ScatterOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["ScatterNd"] = ScatterNd,
        ["SparseToDense"] = SparseToDense,
    };

    // Values that meet at one position are added up.
    private static void ScatterNd(NodeTranslation node)
    {
        var zeros = node.Cast(node.Add("ConstantOfShape", [node.Int64Input(2)]), node.TypeOf("T"));
        node.Return(node.Add(
            "ScatterND", [zeros, node.Int64Indices(0), node.Input(1)], OnnxAttribute.Of("reduction", "add")));
    }

    private static void SparseToDense(NodeTranslation node)
    {
        // Exporters compute axes and paddings with it, and those have to be constants in ONNX.
        if (node.Known(0) is { } positions && node.Known(1) is { } shape && node.Known(2) is { } values && node.Known(3) is { } rest)
        {
            node.Return(Fold(positions, shape.Integers, values.Values, rest.Values));
            return;
        }

        var background = node.Add("Expand", [node.Input(3), node.Int64Input(1)]);
        node.Return(node.Add("ScatterND", [background, node.Int64Indices(0), node.Input(2)]));
    }

    private static Constant Fold(Constant positions, int[] shape, Array values, Array rest)
    {
        var size = shape.Aggregate(1, (product, length) => product * length);
        var dense = Array.CreateInstance(rest.GetType().GetElementType()!, size);
        for (var i = 0; i < size; i++)
        {
            dense.SetValue(rest.GetValue(0), i);
        }

        // A single value goes to every position.
        var step = values.Length == 1 ? 0 : 1;
        foreach (var (i, position) in positions.Integers.Chunk(shape.Length).Index())
        {
            var offset = position.Zip(shape).Aggregate(0, (sum, axis) => (sum * axis.Second) + axis.First);
            dense.SetValue(values.GetValue(i * step), offset);
        }

        return new Constant(shape, dense);
    }
}
