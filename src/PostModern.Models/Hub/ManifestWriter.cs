using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Registry;

namespace PostModern.Models.Hub;

/// <summary>Describes files from a hub as the registry wants it.</summary>
internal static class ManifestWriter
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Opens each network, which shows that it is whole, and writes the manifest.</summary>
    /// <param name="folder">Holds the files.</param>
    /// <param name="name">The model's.</param>
    /// <param name="source">Repository and commit.</param>
    /// <param name="licence">SPDX, or unknown.</param>
    /// <param name="files">Relative to the folder.</param>
    /// <param name="networks">By their part.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ServerException">Unsupported: no code can run the model, or ONNX Runtime can't open a network.</exception>
    internal static ModelManifest Write(
        string folder, string name, HubReference source, string licence, IReadOnlyList<string> files, IReadOnlyDictionary<string, HubFile> networks)
    {
        var config = Path.Combine(folder, "config.json");
        if (!File.Exists(config))
        {
            throw new ServerException(ErrorCode.Unsupported, $"'{source}' has no config.json, so it is not known what it is.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(config));
        var family = HubFamilies.Of(source, document.RootElement, [.. networks.Keys], files.Contains("modules.json"));
        var manifest = new ModelManifest
        {
            Name = name,
            Task = family.Task,
            Family = family.Name,
            Description = family.Description,
            Licence = licence,
            Source = source.ToString(),
            Files = [.. files.Order(StringComparer.Ordinal).Select(file => Describe(folder, file))],
            Graphs = networks.ToDictionary(network => network.Key, network => Describe(source, folder, network.Value.Path)),
        };
        File.WriteAllBytes(Path.Combine(folder, "manifest.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, s_json));
        return manifest;
    }

    private static ModelFile Describe(string folder, string path)
    {
        var file = new FileInfo(Path.Combine(folder, path));
        return new ModelFile(path, FileHashes.Sha256(file), file.Length);
    }

    private static ModelGraph Describe(HubReference source, string folder, string path)
    {
        try
        {
            using var session = OnnxSessions.Open(Path.Combine(folder, path));
            return new ModelGraph(
                path,
                ModelFormats.Onnx,
                [.. session.InputNames.Select(name => Describe(name, session.InputMetadata[name]))],
                [.. session.OutputNames.Select(name => Describe(name, session.OutputMetadata[name]))]);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ServerException(ErrorCode.Unsupported, $"'{path}' of '{source}' can't be opened: {error.Message}", error);
        }
    }

    private static ModelTensor Describe(string name, NodeMetadata metadata) => new(
        name,
        metadata.ElementDataType switch
        {
            TensorElementType.Float => "float32",
            TensorElementType.Float16 => "float16",
            var other => other.ToString().ToLowerInvariant(),
        },
        metadata.Dimensions);
}
