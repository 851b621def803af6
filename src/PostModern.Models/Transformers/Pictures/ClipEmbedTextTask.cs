using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Pictures;

/// <summary><c>embed(text)</c> by CLIP.</summary>
internal sealed class ClipEmbedTextTask(ClipModel clip) : InferenceTask<TokenRow>
{
    internal override int BatchSize => 32;

    internal override TokenRow Prepare(in TaskInput input) => clip.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<TokenRow> items, CancellationToken cancellationToken) =>
        [.. clip.EmbedTexts(items, cancellationToken).Select(vector => VectorResult.Encode(vector))];
}
