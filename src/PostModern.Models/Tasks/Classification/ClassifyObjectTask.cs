using PostModern.Models.Decoding;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Classification;

/// <summary><c>classify(obj)</c>: which of COCO's 80 classes the picture has the highest evidence for.</summary>
internal sealed class ClassifyObjectTask(NanoDet detector) : InferenceTask<PixelImage>
{
    /// <summary>The detector judges each class for itself, and none very low: this sets the best apart from 79 that are a little likely.</summary>
    private const double Sharpness = 2;

    internal override int BatchSize => 1;

    internal override PixelImage Prepare(in TaskInput input) => Captioner.Prepare(input.Content);

    internal override byte[][] Infer(IReadOnlyList<PixelImage> items, CancellationToken cancellationToken) =>
    [
        .. items.Select(image => ClassificationResult.Encode(
            Ranking.Rank(CocoLabels.Names, [.. detector.Evidence(image, cancellationToken).Select(Logit)]))),
    ];

    // The detector's scores are sigmoids: this is what it said before that.
    private static double Logit(float score)
    {
        var likely = Math.Clamp(score, 1e-6, 1 - 1e-6);
        return Sharpness * Math.Log(likely / (1 - likely));
    }
}
