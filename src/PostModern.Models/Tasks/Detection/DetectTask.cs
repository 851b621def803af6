using PostModern.Models.Decoding;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Detection;

/// <summary><c>detect(obj)</c>: an image file's bytes to the things in it.</summary>
internal sealed class DetectTask(NanoDet detector) : InferenceTask<PixelImage>
{
    private const int MostThings = 100;

    // The graph takes one picture a run, so a larger batch would only make others wait.
    internal override int BatchSize => 1;

    internal override PixelImage Prepare(in TaskInput input) =>
        ImageDecoder.Decode(input.Content, NanoDet.Side, NanoDet.Side, ImageFit.Letterbox);

    internal override byte[][] Infer(IReadOnlyList<PixelImage> items, CancellationToken cancellationToken) =>
    [
        .. items.Select(image => DetectionResult.Encode(
            detector.Detect(image, DetectionResult.LowestThreshold, MostThings, cancellationToken), image.SourceWidth, image.SourceHeight)),
    ];
}
