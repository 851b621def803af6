using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace PostModern.Tests.Models.Conversion;

/// <summary>Writes small TF.js models.</summary>
internal sealed class GraphFile
{
    private readonly JsonArray _nodes = [];
    private readonly JsonArray _weights = [];
    private readonly List<byte> _data = [];

    /// <summary>A float input; an unknown dimension is -1.</summary>
    public GraphFile Input(string name, int type = 1, params int[] shape)
    {
        var sizes = new JsonArray([.. shape.Select(size => new JsonObject { ["size"] = size.ToString(CultureInfo.InvariantCulture) })]);
        return Node(name, "Placeholder", [], new JsonObject
        {
            ["dtype"] = new JsonObject { ["type"] = type },
            ["shape"] = new JsonObject { ["shape"] = new JsonObject { ["dim"] = sizes } },
        });
    }

    public GraphFile Integers(string name, int[] shape, params int[] values) =>
        Constant(name, shape, "int32", MemoryMarshal.AsBytes<int>(values), null);

    public GraphFile Floats(string name, int[] shape, params float[] values) =>
        Constant(name, shape, "float32", MemoryMarshal.AsBytes<float>(values), null);

    /// <param name="quantization">Such as {"dtype": "uint8", "min": 0, "scale": 1}.</param>
    public GraphFile Constant(string name, int[] shape, string type, ReadOnlySpan<byte> data, JsonObject? quantization)
    {
        var weight = new JsonObject { ["name"] = name, ["dtype"] = type, ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]) };
        if (quantization is not null)
        {
            weight["quantization"] = quantization;
        }

        _weights.Add(weight);
        _data.AddRange(data);
        return Node(name, "Const", []);
    }

    public GraphFile Node(string name, string operation, string[] inputs, JsonObject? attributes = null)
    {
        _nodes.Add(new JsonObject
        {
            ["name"] = name,
            ["op"] = operation,
            ["input"] = new JsonArray([.. inputs.Select(input => JsonValue.Create(input))]),
            ["attr"] = attributes ?? [],
        });
        return this;
    }

    /// <returns>The path of model.json.</returns>
    public string Write(string folder)
    {
        var group = new JsonObject { ["paths"] = new JsonArray("weights.bin"), ["weights"] = _weights.DeepClone() };
        var model = new JsonObject
        {
            ["modelTopology"] = new JsonObject { ["node"] = _nodes.DeepClone() },
            ["weightsManifest"] = new JsonArray(group),
        };
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), [.. _data]);
        var path = Path.Combine(folder, "model.json");
        File.WriteAllText(path, model.ToJsonString());
        return path;
    }
}
