using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.Onnx;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion.Operators;

/// <summary>What is known while a TensorFlow graph becomes an ONNX graph: the values translated so far, and the constants.</summary>
internal sealed class Translation(GraphModel source, OnnxGraph target)
{
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, Constant> _constants = new(source.Weights);

    public GraphModel Source { get; } = source;

    public OnnxGraph Target { get; } = target;

    /// <summary>The ONNX value of a TensorFlow reference (NAME or NAME:1).</summary>
    /// <exception cref="ServerException">InvalidInput: the graph has no such output.</exception>
    public string Value(string reference)
    {
        var key = Normalize(reference);
        if (_values.TryGetValue(key, out var value))
        {
            return value;
        }

        // Constants are written when a node needs them as a value; many are used for their numbers only.
        return ConstantOf(key) is { } constant
            ? _values[key] = Target.AddTensor(constant.Shape, constant.Values)
            : throw new ServerException(ErrorCode.InvalidInput, $"'{Source.Name}' has no value '{reference}'.");
    }

    /// <summary>Whether a node is translated, or a constant.</summary>
    public bool IsKnown(string node) => _values.ContainsKey(node) || _constants.ContainsKey(node);

    public void SetValue(string node, int output, string value) => _values[output == 0 ? node : $"{node}:{output}"] = value;

    /// <summary>The constant behind a reference, seen through Identity nodes; null if it depends on an input.</summary>
    public Constant? ConstantOf(string reference)
    {
        var key = Normalize(reference);
        while (!_constants.ContainsKey(key) && Source.Nodes.TryGetValue(key, out var node) && node.Operator == "Identity")
        {
            key = Normalize(node.Inputs[0]);
        }

        return _constants.GetValueOrDefault(key);
    }

    /// <summary>Records that a node's output was computed during the conversion.</summary>
    public void SetConstant(string node, Constant constant) => _constants[node] = constant;

    private static string Normalize(string reference) => reference.EndsWith(":0", StringComparison.Ordinal) ? reference[..^2] : reference;
}
