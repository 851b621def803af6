using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Products of matrices.</summary>
internal static class MatrixOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["BatchMatMul"] = BatchMatMul,
        ["BatchMatMulV2"] = BatchMatMul,
        ["MatMul"] = MatMul,
        ["_FusedMatMul"] = MatMul,
    };

    private static void MatMul(NodeTranslation node)
    {
        var left = Transposed(node, node.Input(0), node.Node.Flag("transpose_a"));
        var right = Transposed(node, node.Input(1), node.Node.Flag("transpose_b"));
        node.Return(ActivationOperators.ApplyFused(node, node.Add("MatMul", [left, right]), firstArgument: 2));
    }

    private static string Transposed(NodeTranslation node, string matrix, bool transpose) =>
        transpose ? node.Add("Transpose", [matrix], OnnxAttribute.Of("perm", [1, 0])) : matrix;

    // ONNX's Transpose wants to know the rank, which a TF.js graph doesn't say; Einsum does without.
    private static void BatchMatMul(NodeTranslation node)
    {
        var left = node.Node.Flag("adj_x", node.Node.Flag("adjX"));
        var right = node.Node.Flag("adj_y", node.Node.Flag("adjY"));
        if (!left && !right)
        {
            node.Return(node.Add("MatMul", node.AllInputs()));
            return;
        }

        var equation = $"...{(left ? "ji" : "ij")},...{(right ? "kj" : "jk")}->...ik";
        node.Return(node.Add("Einsum", node.AllInputs(), OnnxAttribute.Of("equation", equation)));
    }
}
