using PostModern.Models.Decoding;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Tasks.Moderation;

/// <summary><c>moderate(obj)</c>: an image file's bytes to the likelihoods of its kinds.</summary>
internal sealed class ModerateTask(ModerationModel model) : InferenceTask<PixelImage>
{
    // More pictures a run save nothing on a CPU, and would only make others wait.
    internal override int BatchSize => 1;

    internal override PixelImage Prepare(in TaskInput input) => ModerationModel.Prepare(input.Content);

    internal override byte[][] Infer(IReadOnlyList<PixelImage> items, CancellationToken cancellationToken) =>
        [.. items.Select(image => VectorResult.Encode(model.Judge(image, cancellationToken)))];
}
