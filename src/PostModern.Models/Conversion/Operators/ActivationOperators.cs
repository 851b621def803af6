using PostModern.Models.Conversion.Onnx;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Activation functions, as nodes of their own and fused behind a convolution or a product.</summary>
internal static class ActivationOperators
{
    private const float LeakyReluDefault = 0.2f;

    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["Elu"] = node => node.Return(Apply(node, "Elu", node.Input(0))),
        ["LeakyRelu"] = node => node.Return(LeakyRelu(node, node.Input(0), "alpha")),
        ["Prelu"] = node => node.Return(node.Add("PRelu", node.AllInputs())),
        ["Relu"] = node => node.Return(Apply(node, "Relu", node.Input(0))),
        ["Relu6"] = node => node.Return(Apply(node, "Relu6", node.Input(0))),
        ["Selu"] = node => node.Return(node.Add("Selu", node.AllInputs())),
        ["Sigmoid"] = node => node.Return(Apply(node, "Sigmoid", node.Input(0))),
        ["Softmax"] = node => node.Return(node.Add("Softmax", node.AllInputs(), OnnxAttribute.Of("axis", -1))),
        ["Softplus"] = node => node.Return(node.Add("Softplus", node.AllInputs())),
    };

    /// <summary>Applies what fused_ops lists to the result of the node that they are fused to.</summary>
    /// <remarks>The first of them that takes an argument takes the input firstArgument, the next one the next.</remarks>
    public static string ApplyFused(NodeTranslation node, string value, int firstArgument) =>
        Apply(node, node.Node.Texts("fused_ops"), value, firstArgument);

    /// <summary>Applies operators in order.</summary>
    public static string Apply(NodeTranslation node, IEnumerable<string> operators, string value, int firstArgument)
    {
        var argument = firstArgument;
        foreach (var name in operators)
        {
            value = name switch
            {
                "BiasAdd" => node.Add("Add", [value, node.Input(argument++)]),
                "Prelu" => node.Add("PRelu", [value, node.Input(argument++)]),
                _ => Apply(node, name, value),
            };
        }

        return value;
    }

    private static string Apply(NodeTranslation node, string name, string value) => name switch
    {
        "Elu" or "Relu" or "Sigmoid" or "Tanh" => node.Add(name, [value]),
        "LeakyRelu" => LeakyRelu(node, value, "leakyrelu_alpha"),
        "Relu6" => node.Add("Clip", [value, node.Scalar(0), node.Scalar(6)]),
        _ => throw node.Unsupported($"the activation {name} is not known"),
    };

    private static string LeakyRelu(NodeTranslation node, string value, string attribute) =>
        node.Add("LeakyRelu", [value], OnnxAttribute.Of("alpha", node.Node.Number(attribute, LeakyReluDefault)));
}
