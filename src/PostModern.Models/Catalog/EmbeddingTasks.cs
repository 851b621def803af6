using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Catalog;

/// <summary>Vectors of texts and of pictures by the default models: pictures by their captions, so that both share a space.</summary>
internal static class EmbeddingTasks
{
    internal static TaskSignature EmbedText { get; } = new("embed", TextEmbedder.VectorType, TaskSignature.Text) { Aliases = ["ai_embed"] };

    internal static TaskSignature EmbedObject { get; } = new("embed", TextEmbedder.VectorType, TaskSignature.Object) { Aliases = ["ai_embed"] };

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(
            EmbedText,
            TextEmbedder.Family,
            1,
            (_, _) => new VectorResult(TextEmbedder.Dimensions),
            (parts, make) => make.Create(new EmbedTextTask(TextEmbedder.Of(parts)))),
        new(
            EmbedObject,
            TextEmbedder.Family,
            1,
            (_, _) => new VectorResult(TextEmbedder.Dimensions),
            (parts, make) => make.Create(new EmbedImageTask(Captioner.Of(parts.Of(Captioner.DefaultModel)), TextEmbedder.Of(parts))))
        {
            Uses = [Captioner.DefaultModel],
        },
    ];
}
