using PostModern.Arrow.Errors;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Writes the ONNX nodes that compute what a TensorFlow node computes.</summary>
internal delegate void Translator(NodeTranslation node);

/// <summary>Every TensorFlow operator that can be converted.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Translator> Translators = new IReadOnlyDictionary<string, Translator>[]
    {
        ElementwiseOperators.Table,
        ActivationOperators.Table,
        ReductionOperators.Table,
        ShapeOperators.Table,
        SliceOperators.Table,
        GatherOperators.Table,
        ScatterOperators.Table,
        MatrixOperators.Table,
        ConvolutionOperators.Table,
        PoolingOperators.Table,
        ImageOperators.Table,
    }.SelectMany(table => table).ToDictionary();

    public static IEnumerable<string> Names => Translators.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="ServerException">Unsupported: the operator, or this use of it, is not known.</exception>
    public static void Translate(NodeTranslation node)
    {
        if (!Translators.TryGetValue(node.Node.Operator, out var translate))
        {
            throw node.Unsupported($"it is none of {string.Join(", ", Names)}");
        }

        translate(node);
    }
}
