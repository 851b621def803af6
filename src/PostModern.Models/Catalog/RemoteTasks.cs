using System.Text;
using PostModern.Lake.Objects;
using PostModern.Models.Loading;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Sources;
using PostModern.Models.Tasks;
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
        new(SpeechTasks.Transcribe, ModelTasks.TranscriptionFamily, 1, (_, _) => new TextResult(), (parts, _) => Transcriptions(parts)),
    ];

    private static RemotePipeline Transcriptions(ModelParts parts)
    {
        var client = new OpenAiClient(parts.Model.Remote!);
        return new RemotePipeline(
            async (request, sound, token) => Encoding.UTF8.GetBytes(await client.TranscribeAsync(sound, "sound." + ExtensionOf(sound.Span), request.Spending, token)),
            client.Model.Limits.Concurrency * 2);
    }

    // Servers go by the name, and an object's may be anything.
    private static string ExtensionOf(ReadOnlySpan<byte> sound) => ContentTypes.FromBytes(sound)?.Split('/')[^1].Replace("x-", "", StringComparison.Ordinal) ?? "wav";

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
