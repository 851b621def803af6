using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Classification;

namespace PostModern.Models.Transformers.Pictures;

/// <summary><c>classify(obj)</c>: among the classes that the model was trained for.</summary>
internal sealed class ClassifyImageTask(PictureNetwork network, ClassScores scores) : InferenceTask<float[]>
{
    internal const string Family = "hf-image-classification";

    internal override int BatchSize => 4;

    internal static ClassifyImageTask Of(ModelParts parts) =>
        new(PictureNetwork.Of(parts, "model"), ClassScores.Read(new TransformerFiles(parts.Model)));

    internal override float[] Prepare(in TaskInput input) => network.Decode(input.Content);

    internal override byte[][] Infer(IReadOnlyList<float[]> items, CancellationToken cancellationToken) =>
        [.. network.RunRows(items, "logits", cancellationToken).Select(logits => ClassificationResult.Encode(scores.Rank(logits)))];
}
