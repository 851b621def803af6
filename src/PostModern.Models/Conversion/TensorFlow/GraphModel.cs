using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Conversion.TensorFlow;

/// <summary>A TF.js graph model: model.json, and the weight files that it names.</summary>
internal sealed class GraphModel
{
    private GraphModel(string name, IReadOnlyDictionary<string, GraphNode> nodes, IReadOnlyDictionary<string, Constant> weights)
    {
        Name = name;
        Nodes = nodes;
        Weights = weights;
    }

    /// <summary>What error messages call the model: the path of its JSON file.</summary>
    public string Name { get; }

    public IReadOnlyDictionary<string, GraphNode> Nodes { get; }

    /// <summary>The values of the graph's constants, by node.</summary>
    public IReadOnlyDictionary<string, Constant> Weights { get; }

    /// <exception cref="ServerException">InvalidInput: the file is no TF.js graph model.</exception>
    public static GraphModel Load(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var nodes = json.RootElement.GetProperty("modelTopology").GetProperty("node").EnumerateArray()
                .Select(node => GraphNode.Read(node.Clone()))
                .ToDictionary(node => node.Name);
            var weights = WeightsReader.Read(json.RootElement.GetProperty("weightsManifest"), Path.GetDirectoryName(path)!);
            return new GraphModel(path, nodes, weights);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or FormatException or EndOfStreamException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{path}' is not a TF.js graph model: {error.Message}", error);
        }
    }
}
