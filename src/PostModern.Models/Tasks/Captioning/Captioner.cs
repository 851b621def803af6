using PostModern.Models.Decoding;
using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Captioning;

/// <summary>Pictures to sentences: detection, then words for what was detected.</summary>
internal sealed class Captioner(NanoDet detector, CaptionModel model)
{
    internal static PixelImage Prepare(ReadOnlyMemory<byte> content) =>
        ImageDecoder.Decode(content, NanoDet.Side, NanoDet.Side, ImageFit.Letterbox);

    internal string[] Caption(IReadOnlyList<PixelImage> images, CancellationToken cancellationToken) => model.Caption(
        [.. images.Select(image => detector.Detect(image, CaptionModel.Threshold, CaptionModel.Places, cancellationToken))], cancellationToken);
}
