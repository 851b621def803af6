using PostModern.Models.Decoding;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Captioning;

namespace PostModern.Models.Tasks.Embedding;

/// <summary><c>embed(obj)</c>: the vector of the picture's caption, so that pictures and texts share a space.</summary>
internal sealed class EmbedImageTask(Captioner captioner, TextEmbedder embedder) : InferenceTask<PixelImage>
{
    internal override int BatchSize => 2;

    internal override PixelImage Prepare(in TaskInput input) => Captioner.Prepare(input.Content);

    internal override byte[][] Infer(IReadOnlyList<PixelImage> items, CancellationToken cancellationToken)
    {
        var captions = captioner.Caption(items, cancellationToken);
        var vectors = embedder.Embed([.. captions.Select(embedder.Tokenize)], cancellationToken);
        return [.. vectors.Select(vector => VectorResult.Encode(vector))];
    }
}
