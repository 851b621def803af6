using PostModern.Arrow.Types;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Models.Catalog;

/// <summary>What the default models can be asked of pictures.</summary>
internal static class PictureTasks
{
    private const string Threshold = "threshold";

    internal static TaskSignature Caption { get; } = new("caption", ArrowTypes.Utf8, TaskSignature.Object);

    internal static TaskSignature Detect { get; } = new("detect", DetectionResult.ArrowType, TaskSignature.Object) { Options = [Threshold] };

    internal static TaskSignature Ocr { get; } = new("ocr", ArrowTypes.Utf8, TaskSignature.Object) { Aliases = ["ai_parse_document"] };

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(Caption, Captioner.Family, 1, (_, _) => new TextResult(), (parts, make) => make.Create(new CaptionTask(Captioner.Of(parts)))),
        new(
            Detect,
            NanoDet.Family,
            1,
            (_, options) => new DetectionResult(options.Number(Threshold, CaptionModel.Threshold, DetectionResult.LowestThreshold, 1)),
            (parts, make) => make.Create(new DetectTask(NanoDet.Of(parts)))),
        new(Ocr, PageReader.Family, 1, (_, _) => new TextResult(), (parts, make) => make.Create(new OcrTask(PageReader.Of(parts)))),
    ];
}
