using PostModern.Arrow.Errors;
using PostModern.Lake.Models;
using PostModern.Models.Conversion;
using PostModern.Models.Conversion.TensorFlow;
using PostModern.Models.Remote;

namespace PostModern.Models.Registry;

/// <summary>A model whose manifest was found; its files are checked when they are asked for.</summary>
internal sealed class InstalledModel(ModelManifest manifest, string folder, string digest, ConvertedModels? converted)
{
    public ModelManifest Manifest { get; } = manifest;

    public string Name => Manifest.Name;

    /// <summary>Changes whenever the model's answers may change; 64 hexadecimal digits.</summary>
    public string Digest { get; } = digest;

    /// <summary>What CREATE MODEL said; null for a model that came with the server.</summary>
    public ModelDefinition? Definition { get; init; }

    /// <summary>The server that runs it; null for a model that runs here.</summary>
    public RemoteService? Remote { get; init; }

    /// <summary>Changes with the digest, and when the same model is made anew with other limits or another key.</summary>
    public string Instance => $"{Digest} {Definition?.Created.UtcTicks}";

    /// <summary>The path of one of the model's files, once its hash is found to be the manifest's.</summary>
    /// <exception cref="ServerException">NotFound: the file is not there. InvalidInput: it is another file.</exception>
    public string PathOf(string file)
    {
        var expected = Manifest.Files.FirstOrDefault(candidate => candidate.Path == file)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"The manifest of model '{Name}' names no file '{file}'.");
        var actual = new FileInfo(Path.Combine(folder, file));
        if (!actual.Exists)
        {
            throw new ServerException(
                ErrorCode.NotFound, $"Model '{Name}' lacks the file '{actual.FullName}'. Build again, or restore it from {Manifest.Source}.");
        }

        if (actual.Length != expected.Bytes || FileHashes.Sha256(actual) != expected.Sha256)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"'{actual.FullName}' is not the file that the manifest of model '{Name}' names: it has {actual.Length} bytes and SHA-256 "
                + $"{FileHashes.Sha256(actual)}, not {expected.Bytes} and {expected.Sha256}. Restore it from {Manifest.Source}.");
        }

        return actual.FullName;
    }

    /// <summary>The path of an ONNX model that holds one of the model's networks; it is converted first if it is not ONNX.</summary>
    /// <exception cref="ServerException">As <see cref="PathOf"/>; Unsupported: the network can't be converted.</exception>
    public string PathOfGraph(string part)
    {
        var graph = Manifest.Graphs.GetValueOrDefault(part)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"The manifest of model '{Name}' names no graph '{part}'.");
        return graph.Format switch
        {
            ModelFormats.Onnx => PathOf(graph.File),
            ModelFormats.TensorFlowJs => Convert(part, graph),
            _ => throw new ServerException(
                ErrorCode.Unsupported, $"Graph '{part}' of model '{Name}' is in the unknown format '{graph.Format}'; known: onnx, tfjs."),
        };
    }

    /// <summary>What a user may know about the model.</summary>
    public ModelInfo Describe(string device) => new(
        Name, Manifest.Task, Digest, Manifest.Licence, Manifest.Source, Manifest.Files.Sum(file => file.Bytes), Remote is null ? device : "remote")
    {
        Inputs = [.. Tensors(graph => graph.Inputs)],
        Outputs = [.. Tensors(graph => graph.Outputs)],
        Location = Remote?.Model.Endpoint.AbsoluteUri ?? folder,
        Options = Definition?.Options ?? new Dictionary<string, string>(),
        Owner = Definition?.Owner,
        Created = Definition?.Created,
    };

    private IEnumerable<string> Tensors(Func<ModelGraph, IReadOnlyList<ModelTensor>> of) =>
        Manifest.Graphs.OrderBy(graph => graph.Key, StringComparer.Ordinal).SelectMany(graph => of(graph.Value), (graph, tensor) =>
            $"{(Manifest.Graphs.Count > 1 ? graph.Key + "." : "")}{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]");

    private string Convert(string part, ModelGraph graph)
    {
        // The weights lie in files that only the graph's own file names.
        foreach (var file in Manifest.Files)
        {
            PathOf(file.Path);
        }

        var source = string.Join('\n', Manifest.Files.Select(file => $"{file.Path} {file.Sha256}"));
        var outputs = graph.Outputs.Select(output => new GraphOutput(output.Name, output.Node ?? output.Name, TypeOf(output), output.Shape));
        return converted!.GetOrConvert($"{Name}-{part}", PathOf(graph.File), source, [.. outputs]);
    }

    private static DataType TypeOf(ModelTensor tensor) => tensor.Type switch
    {
        "int32" => DataType.Int32,
        "bool" => DataType.Bool,
        _ => DataType.Float,
    };
}
