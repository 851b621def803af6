using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary><c>embed(text)</c> by a model for sentences.</summary>
internal sealed class EmbedSentenceTask(SentenceEmbedder embedder) : InferenceTask<TokenRow>
{
    internal override int BatchSize => 32;

    internal override TokenRow Prepare(in TaskInput input) => embedder.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<TokenRow> items, CancellationToken cancellationToken) =>
        [.. embedder.Embed(items, cancellationToken).Select(vector => VectorResult.Encode(vector))];
}
