using System.Text;
using PostModern.Models.Loading;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Sources;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Catalog;

/// <summary>Tasks of the default models that models on other servers can do, too.</summary>
internal static class RemoteTasks
{
    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(
            EmbeddingTasks.EmbedText,
            ModelTasks.EmbeddingFamily,
            1,
            (model, _) => new VectorResult((int)ModelFacts.Number(model.Definition!, ModelFacts.Dimensions)!.Value),
            (parts, _) => Embeddings(parts)),
    ];

    private static RemotePipeline Embeddings(ModelParts parts)
    {
        var client = new OpenAiClient(parts.Model.Remote!);
        var dimensions = (int)ModelFacts.Number(parts.Model.Definition!, ModelFacts.Dimensions)!.Value;
        var batches = new EmbeddingBatches(client, dimensions);
        return new RemotePipeline(
            async (request, text, token) => VectorResult.Encode(await batches.EmbedAsync(Encoding.UTF8.GetString(text.Span), request.Spending, token)),
            client.Model.Limits.Concurrency * EmbeddingBatches.Most);
    }
}
