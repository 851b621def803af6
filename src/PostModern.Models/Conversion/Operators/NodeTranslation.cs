using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.Onnx;
using PostModern.Models.Conversion.TensorFlow;
using OnnxType = PostModern.Models.Conversion.Onnx.TensorProto.Types.DataType;

namespace PostModern.Models.Conversion.Operators;

/// <summary>One TensorFlow node, and the means to write ONNX nodes in its place.</summary>
internal sealed class NodeTranslation(GraphNode node, Translation graph)
{
    public GraphNode Node { get; } = node;

    public int Inputs => Node.Inputs.Count;

    /// <summary>The ONNX value of the node's i-th input.</summary>
    public string Input(int index) => graph.Value(Node.Inputs[index]);

    public IEnumerable<string> AllInputs() => Node.Inputs.Select(graph.Value);

    /// <summary>The i-th input's value if it is known now, else null.</summary>
    public Constant? Known(int index) => graph.ConstantOf(Node.Inputs[index]);

    /// <summary>The i-th input's value where ONNX wants it fixed in the model.</summary>
    /// <exception cref="ServerException">Unsupported: the value depends on the model's input.</exception>
    public Constant Required(int index) => Known(index)
        ?? throw Unsupported($"input {index} has to be a constant");

    public int[] Integers(int index) => Required(index).Integers;

    /// <summary>An input that says sizes, axes or positions, in the type that ONNX wants them: int64.</summary>
    public string Int64Input(int index) =>
        Known(index) is { } known ? Int64s(known.Integers) : Cast(Input(index), OnnxType.Int64);

    public string Int64s(params IEnumerable<int> values)
    {
        long[] wide = [.. values.Select(value => (long)value)];
        return graph.Target.AddTensor([wide.Length], wide);
    }

    public string Scalar(float value) => graph.Target.AddTensor([], new[] { value });

    public string Floats(int[] shape, float[] values) => graph.Target.AddTensor(shape, values);

    public string Cast(string value, OnnxType type) => Add("Cast", [value], OnnxAttribute.Of("to", (long)type));

    public string Add(string operation, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        graph.Target.Add(Node.Name, operation, inputs, attributes);

    public string[] AddMany(string operation, IEnumerable<string> inputs, int outputs, params ReadOnlySpan<AttributeProto> attributes) =>
        graph.Target.AddMany(Node.Name, operation, inputs, outputs, attributes);

    /// <summary>Says which ONNX value is the node's output.</summary>
    public void Return(string value, int output = 0) => graph.SetValue(Node.Name, output, value);

    /// <summary>Says that the node's output is known already.</summary>
    public void Return(Constant constant) => graph.SetConstant(Node.Name, constant);

    public OnnxType TypeOf(string attribute) => OnnxTypes.Of(Node.Type(attribute) ?? DataType.Float);

    public ServerException Unsupported(string reason) => new(
        ErrorCode.Unsupported, $"The operator {Node.Operator} (node '{Node.Name}') can't be converted to ONNX: {reason}.");
}
