using System.Security.Cryptography;
using PostModern.Models.Conversion;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Transformers;

/// <summary>A tiny model as the registry would have it, without a pull.</summary>
internal sealed class TinyParts : IDisposable
{
    private readonly string _registry = Directory.CreateTempSubdirectory("tiny-").FullName;
    private readonly LoadedModels _loaded;

    internal TinyParts(string model, string? without = null)
    {
        var folder = TinyModels.Folder(model);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => file != "expected.json" && file != without)
            .Select(file => new ModelFile(file, Hash(Path.Combine(folder, file)), new FileInfo(Path.Combine(folder, file)).Length));
        var graphs = Directory.EnumerateFiles(Path.Combine(folder, "onnx"), "*.onnx").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file)!, file => new ModelGraph($"onnx/{Path.GetFileName(file)}", ModelFormats.Onnx, [], []));
        var manifest = new ModelManifest
        {
            Name = model,
            Task = "test",
            Family = "test",
            Description = "A test.",
            Licence = "Apache-2.0",
            Source = "made here",
            Files = [.. files],
            Graphs = graphs,
        };
        _loaded = new LoadedModels(ModelRegistry.Open(_registry, _registry));
        Parts = _loaded.Parts(new InstalledModel(manifest, folder, model, new ConvertedModels(_registry)));
    }

    internal ModelParts Parts { get; }

    internal InstalledModel Model => Parts.Model;

    /// <summary>A row as a pipeline hands it to a task.</summary>
    internal static TaskInput Input(byte[] content, params object[] arguments) =>
        new(content, arguments, new TaskOptions(new TaskSignature("test", PostModern.Arrow.Types.ArrowTypes.Utf8, TaskSignature.Text), [], new Dictionary<string, object?>()));

    public void Dispose()
    {
        _loaded.Dispose();
        Directory.Delete(_registry, recursive: true);
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
