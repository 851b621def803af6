using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Models.Conversion;

namespace PostModern.Models.Registry;

/// <summary>The hash of everything that a model's answers depend on.</summary>
/// <remarks>
/// Those are its files, by the hashes in the manifest; how its networks are taken out of them; and the models that it uses.
/// Its description, licence and source are not among them: correcting those must not empty the inference cache.
/// </remarks>
internal static class ModelDigest
{
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="ServerException">NotFound: a model that it uses is not installed.</exception>
    public static string Of(ModelManifest manifest, IReadOnlyDictionary<string, ModelManifest> installed)
    {
        var lines = new List<string> { manifest.Name, manifest.Task, manifest.Family };
        lines.AddRange(manifest.Files.Select(file => $"{file.Path} {file.Sha256}"));
        lines.AddRange(manifest.Graphs.OrderBy(graph => graph.Key, StringComparer.Ordinal).Select(graph => Describe(graph.Key, graph.Value)));
        foreach (var name in manifest.Uses)
        {
            var used = installed.GetValueOrDefault(name)
                ?? throw new ServerException(ErrorCode.NotFound, $"Model '{manifest.Name}' uses model '{name}', which is not installed.");
            lines.Add(Of(used, installed));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private static string Describe(string part, ModelGraph graph)
    {
        var format = graph.Format == ModelFormats.Onnx ? graph.Format : $"{graph.Format} {GraphConverter.Version}";
        return $"{part} {graph.File} {format} {string.Join(',', graph.Outputs.Select(output => $"{output.Name}={output.Node}"))}";
    }
}
