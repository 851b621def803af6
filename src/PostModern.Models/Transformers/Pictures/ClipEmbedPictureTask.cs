using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Transformers.Pictures;

/// <summary><c>embed(obj)</c> by CLIP.</summary>
internal sealed class ClipEmbedPictureTask(ClipModel clip) : InferenceTask<float[]>
{
    internal override int BatchSize => 4;

    internal override float[] Prepare(in TaskInput input) => clip.Decode(input.Content);

    internal override byte[][] Infer(IReadOnlyList<float[]> items, CancellationToken cancellationToken) =>
        [.. clip.EmbedPictures(items, cancellationToken).Select(vector => VectorResult.Encode(vector))];
}
