using System.Text.Json;
using PostModern.Models.Inference;
using PostModern.Testing;

namespace PostModern.Tests.Models.Transformers;

/// <summary>The models with random weights that <c>fixtures/make-models.py</c> has made, and what they should answer.</summary>
internal static class TinyModels
{
    internal static string Folder(string model) => Repository.Path("tests", "PostModern.Tests", "Models", "Transformers", "fixtures", model);

    internal static OnnxModel Open(string model, string network) => new(Path.Combine(Folder(model), "onnx", $"{network}.onnx"));

    internal static JsonElement Expected(string model) => Json(model, "expected.json");

    internal static JsonElement Json(string model, string file) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(Folder(model), file)));
}
