using System.Runtime.InteropServices;
using Google.Protobuf;
using DataType = PostModern.Models.Conversion.Onnx.TensorProto.Types.DataType;
using Dimension = PostModern.Models.Conversion.Onnx.TensorShapeProto.Types.Dimension;

namespace PostModern.Models.Conversion.Onnx;

/// <summary>An ONNX graph while it is being written. Values are known by name; the graph makes the names.</summary>
internal sealed class OnnxGraph
{
    // Opset 18 is the newest whose reductions, Resize and Split ONNX Runtime runs on every platform we know of.
    private const int Opset = 18;
    private const int IrVersion = 8;

    private readonly GraphProto _graph = new() { Name = "main" };
    private int _names;

    /// <summary>Adds a node with one output, and returns the output's name.</summary>
    /// <remarks>origin is the node that it was made from; the runtime's error messages name it.</remarks>
    public string Add(string origin, string operation, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        AddMany(origin, operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] AddMany(
        string origin, string operation, IEnumerable<string> inputs, int outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => NewName(operation))];
        var node = new NodeProto { Name = $"{origin}/{names[0]}", OpType = operation, Input = { inputs }, Output = { names } };
        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
        return names;
    }

    /// <summary>Adds a constant: float[], int[], long[] or bool[].</summary>
    public string AddTensor(IEnumerable<int> shape, Array values)
    {
        var (type, bytes) = values switch
        {
            float[] floats => (DataType.Float, MemoryMarshal.AsBytes<float>(floats).ToArray()),
            int[] integers => (DataType.Int32, MemoryMarshal.AsBytes<int>(integers).ToArray()),
            long[] integers => (DataType.Int64, MemoryMarshal.AsBytes<long>(integers).ToArray()),
            bool[] booleans => (DataType.Bool, Array.ConvertAll(booleans, value => value ? (byte)1 : (byte)0)),
            _ => throw new ArgumentException($"no tensor is made of {values.GetType()}", nameof(values)),
        };
        var tensor = new TensorProto { Name = NewName("Constant"), DataType = type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.Add(shape.Select(size => (long)size));
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds an input under its own name; an unknown dimension is negative.</summary>
    public void AddInput(string name, DataType type, IReadOnlyList<int> shape) => _graph.Input.Add(Describe(name, type, shape));

    /// <summary>Makes a value an output of the graph, under a name of its own; the shape may be unknown.</summary>
    public void AddOutput(string value, string name, DataType type, IReadOnlyList<int>? shape)
    {
        _graph.Node.Add(new NodeProto { Name = name, OpType = "Identity", Input = { value }, Output = { name } });
        _graph.Output.Add(Describe(name, type, shape));
    }

    public ModelProto Build(string producer, string version) => new()
    {
        IrVersion = IrVersion,
        ProducerName = producer,
        ProducerVersion = version,
        OpsetImport = { new OperatorSetIdProto { Version = Opset } },
        Graph = _graph,
    };

    private static ValueInfoProto Describe(string name, DataType type, IReadOnlyList<int>? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = type };
        if (shape is not null)
        {
            var sizes = shape.Select((size, axis) =>
                size < 0 ? new Dimension { DimParam = $"{name}_{axis}" } : new Dimension { DimValue = size });
            tensor.Shape = new TensorShapeProto { Dim = { sizes } };
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private string NewName(string kind) => $"{kind}_{_names++}";
}
