using System.Text;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Embedding;

/// <summary><c>embed(text)</c>.</summary>
internal sealed class EmbedTextTask(TextEmbedder embedder) : InferenceTask<int[]>
{
    internal override int BatchSize => TextEmbedder.BatchSize;

    internal override int[] Prepare(in TaskInput input) => embedder.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<int[]> items, CancellationToken cancellationToken) =>
        [.. embedder.EmbedAll(items, cancellationToken).Select(vector => VectorResult.Encode(vector))];
}
