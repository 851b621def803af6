using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Registry;

namespace PostModern.Models.Transformers;

/// <summary>How many numbers a model's vectors have, which SQL has to know before anything runs.</summary>
internal static class VectorWidth
{
    /// <param name="model">The model.</param>
    /// <param name="graph">Its network that makes them.</param>
    /// <param name="outputs">Their names, the preferred first.</param>
    /// <exception cref="ServerException">InvalidInput: neither the manifest nor config.json says it.</exception>
    internal static int Of(InstalledModel model, string graph, IReadOnlyList<string> outputs)
    {
        var tensors = model.Manifest.Graphs.GetValueOrDefault(graph)?.Outputs ?? [];
        var width = outputs.Select(name => tensors.FirstOrDefault(tensor => tensor.Name == name)).FirstOrDefault(tensor => tensor is not null)?.Shape.LastOrDefault(-1) ?? -1;
        if (width <= 0)
        {
            var config = new TransformerFiles(model).Config;
            width = config.Number("projection_dim", config.Number("hidden_size", config.Number("d_model", config.Number("dim", -1))));
        }

        return width > 0
            ? width
            : throw new ServerException(ErrorCode.InvalidInput, $"Neither the manifest nor the config.json of model '{model.Name}' says how long its vectors are.");
    }
}
