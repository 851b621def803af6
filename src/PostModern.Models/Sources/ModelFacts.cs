using System.Globalization;
using System.Text.Json;
using PostModern.Lake.Models;
using PostModern.Models.Inference;

namespace PostModern.Models.Sources;

/// <summary>What was found out about a model when it was made, as text that is kept.</summary>
internal static class ModelFacts
{
    internal const string Version = "version";
    internal const string Dimensions = "dimensions";
    internal const string Sha256 = "sha256";
    internal const string Bytes = "bytes";
    internal const string Path = "path";

    private const string Inputs = "inputs";
    private const string Outputs = "outputs";

    internal static void Keep(Dictionary<string, string> facts, IReadOnlyList<TensorInfo> inputs, IReadOnlyList<TensorInfo> outputs)
    {
        facts[Inputs] = JsonSerializer.Serialize(inputs);
        facts[Outputs] = JsonSerializer.Serialize(outputs);
    }

    internal static IReadOnlyList<TensorInfo> InputsOf(ModelDefinition model) => Tensors(model, Inputs);

    internal static IReadOnlyList<TensorInfo> OutputsOf(ModelDefinition model) => Tensors(model, Outputs);

    internal static long? Number(ModelDefinition model, string fact) =>
        model.Facts.TryGetValue(fact, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static IReadOnlyList<TensorInfo> Tensors(ModelDefinition model, string fact) =>
        model.Facts.TryGetValue(fact, out var text) ? JsonSerializer.Deserialize<IReadOnlyList<TensorInfo>>(text)! : [];
}
