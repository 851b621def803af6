using PostModern.Models.Inference;
using PostModern.Models.Tasks.Classification;

namespace PostModern.Models.Transformers.Pictures;

/// <summary><c>classify(obj, labels)</c>: the label that lies nearest to the picture.</summary>
internal sealed class ClipClassifyTask(ClipModel clip) : InferenceTask<ClipQuestion>
{
    internal override int BatchSize => 4;

    internal override ClipQuestion Prepare(in TaskInput input) => new(clip.Decode(input.Content), Labels.Read(input.Arguments[0]));

    internal override byte[][] Infer(IReadOnlyList<ClipQuestion> items, CancellationToken cancellationToken)
    {
        var vectors = clip.EmbedPictures([.. items.Select(item => item.Picture)], cancellationToken);
        return [.. items.Zip(vectors, (item, vector) => ClassificationResult.Encode(clip.Rank(vector, item.Labels, cancellationToken)))];
    }
}
