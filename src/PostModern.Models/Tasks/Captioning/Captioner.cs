using PostModern.Models.Decoding;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Captioning;

/// <summary>Pictures to sentences: detection, then words for what was detected.</summary>
internal sealed class Captioner(NanoDet detector, CaptionModel model)
{
    internal const string Family = "caption-coco80";

    internal const string DefaultModel = "caption-coco80";

    internal static Captioner Of(ModelParts parts) => parts.Share(() => new Captioner(
        NanoDet.Of(parts.Of(parts.Model.Manifest.Uses[0])),
        new CaptionModel(parts.Graph("encoder"), parts.Graph("decoder"), () => WordVocabulary.Load(parts.File("tokenizer.json")))));

    internal static PixelImage Prepare(ReadOnlyMemory<byte> content) =>
        ImageDecoder.Decode(content, NanoDet.Side, NanoDet.Side, ImageFit.Letterbox);

    internal string[] Caption(IReadOnlyList<PixelImage> images, CancellationToken cancellationToken) =>
        [.. Describe(images, cancellationToken).Select(picture => picture.Caption)];

    /// <summary>Captions, and the things that they are made of.</summary>
    internal IReadOnlyList<PictureWords> Describe(IReadOnlyList<PixelImage> images, CancellationToken cancellationToken)
    {
        var things = images.Select(image => detector.Detect(image, CaptionModel.Threshold, CaptionModel.Places, cancellationToken)).ToList();
        return [.. model.Caption(things, cancellationToken).Zip(things, (caption, found) => new PictureWords(caption, found))];
    }
}
