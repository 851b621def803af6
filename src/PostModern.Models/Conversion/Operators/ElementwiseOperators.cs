using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that work element by element, with both frameworks' same rules of broadcasting.</summary>
internal static class ElementwiseOperators
{
    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["Abs"] = Same("Abs"),
        ["Add"] = Same("Add"),
        ["AddV2"] = Same("Add"),
        ["AddN"] = Same("Sum"),
        ["BiasAdd"] = Same("Add"),
        ["Ceil"] = Same("Ceil"),
        ["Cos"] = Same("Cos"),
        ["Equal"] = Same("Equal"),
        ["Exp"] = Same("Exp"),
        ["Floor"] = Same("Floor"),
        ["Greater"] = Same("Greater"),
        ["GreaterEqual"] = Same("GreaterOrEqual"),
        ["Less"] = Same("Less"),
        ["LessEqual"] = Same("LessOrEqual"),
        ["Log"] = Same("Log"),
        ["LogicalAnd"] = Same("And"),
        ["LogicalNot"] = Same("Not"),
        ["LogicalOr"] = Same("Or"),
        ["Maximum"] = Same("Max"),
        ["Minimum"] = Same("Min"),
        ["Mul"] = Same("Mul"),
        ["Neg"] = Same("Neg"),
        ["Pow"] = Same("Pow"),
        ["RealDiv"] = Same("Div"),
        ["Reciprocal"] = Same("Reciprocal"),
        ["Select"] = Same("Where"),
        ["SelectV2"] = Same("Where"),
        ["Sin"] = Same("Sin"),
        ["Sqrt"] = Same("Sqrt"),
        ["Sub"] = Same("Sub"),
        ["Tanh"] = Same("Tanh"),
        ["Cast"] = node => node.Return(node.Cast(node.Input(0), node.TypeOf("DstT"))),
        ["FloorDiv"] = FloorDiv,
        ["FloorMod"] = FloorMod,
        ["NotEqual"] = node => node.Return(node.Add("Not", [node.Add("Equal", node.AllInputs())])),
        ["Rsqrt"] = node => node.Return(node.Add("Reciprocal", [node.Add("Sqrt", [node.Input(0)])])),
        ["Square"] = node => node.Return(node.Add("Mul", [node.Input(0), node.Input(0)])),
        ["SquaredDifference"] = SquaredDifference,
    };

    private static Translator Same(string operation) => node => node.Return(node.Add(operation, node.AllInputs()));

    // ONNX's integer Div rounds towards 0. What Mod leaves over has the divisor's sign, so this division has no remainder.
    private static void FloorDiv(NodeTranslation node)
    {
        if (IsFloat(node))
        {
            node.Return(node.Add("Floor", [node.Add("Div", node.AllInputs())]));
            return;
        }

        var whole = node.Add("Sub", [node.Input(0), node.Add("Mod", node.AllInputs())]);
        node.Return(node.Add("Div", [whole, node.Input(1)]));
    }

    // ONNX's Mod has the divisor's sign for integers only.
    private static void FloorMod(NodeTranslation node)
    {
        if (!IsFloat(node))
        {
            node.Return(node.Add("Mod", node.AllInputs()));
            return;
        }

        var whole = node.Add("Mul", [node.Add("Floor", [node.Add("Div", node.AllInputs())]), node.Input(1)]);
        node.Return(node.Add("Sub", [node.Input(0), whole]));
    }

    private static void SquaredDifference(NodeTranslation node)
    {
        var difference = node.Add("Sub", node.AllInputs());
        node.Return(node.Add("Mul", [difference, difference]));
    }

    private static bool IsFloat(NodeTranslation node) => node.Node.Type("T") is null or DataType.Float;
}
