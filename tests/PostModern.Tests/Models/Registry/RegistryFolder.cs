using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PostModern.Models.Registry;

namespace PostModern.Tests.Models.Registry;

/// <summary>A temporary folder of models that have a file each.</summary>
internal sealed class RegistryFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("models-").FullName;

    public string Path => System.IO.Path.Combine(_root, "models");

    /// <summary>Adds models/NAME with a manifest and the file weights.onnx.</summary>
    public RegistryFolder Add(
        string name, string task, byte[] content, bool isDefault = false, string? use = null, string? folder = null, string licence = "MIT")
    {
        var target = Directory.CreateDirectory(System.IO.Path.Combine(Path, folder ?? name)).FullName;
        File.WriteAllBytes(System.IO.Path.Combine(target, "weights.onnx"), content);
        var file = new JsonObject
        {
            ["path"] = "weights.onnx",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
            ["bytes"] = content.Length,
        };
        var graph = new JsonObject { ["file"] = "weights.onnx", ["format"] = "onnx", ["inputs"] = new JsonArray(), ["outputs"] = new JsonArray() };
        WriteManifest(target, new JsonObject
        {
            ["name"] = name,
            ["task"] = task,
            ["family"] = task,
            ["default"] = isDefault,
            ["description"] = "A model of a test.",
            ["licence"] = licence,
            ["source"] = "nowhere@1.0",
            ["uses"] = use is null ? [] : new JsonArray(use),
            ["files"] = new JsonArray(file),
            ["graphs"] = new JsonObject { ["main"] = graph },
        });
        return this;
    }

    public ModelRegistry Open() => ModelRegistry.Open(Path, System.IO.Path.Combine(_root, "converted"));

    public string FileOf(string model, string file) => System.IO.Path.Combine(Path, model, file);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void WriteManifest(string folder, JsonObject manifest) =>
        File.WriteAllText(System.IO.Path.Combine(folder, "manifest.json"), manifest.ToJsonString());
}
