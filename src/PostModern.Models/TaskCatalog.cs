using PostModern.Arrow.Errors;
using PostModern.Models.Tasks;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Models;

/// <summary>The tasks that the default models do.</summary>
internal static class TaskCatalog
{
    private static readonly string[] s_common = ["model", "on_error"];
    private static readonly ModelTask s_caption = new("caption", InputKind.Object, s_common);
    private static readonly ModelTask s_detect = new("detect", InputKind.Object, [.. s_common, "threshold"]);
    private static readonly ModelTask s_ocr = new("ocr", InputKind.Object, s_common);
    private static readonly ModelTask s_embed = new("embed", InputKind.Either, s_common);

    internal static IReadOnlyList<TaskDefinition> Definitions { get; } =
    [
        new(
            s_caption,
            InputKind.Object,
            [LoadedModels.CaptioningModel],
            1,
            _ => new TextResult(),
            (models, make) => make.Create(new CaptionTask(models.Captioner))),
        new(
            s_detect,
            InputKind.Object,
            [LoadedModels.DetectionModel],
            1,
            options => new DetectionResult(options.Number(
                "threshold", CaptionModel.Threshold, DetectionResult.LowestThreshold, 1)),
            (models, make) => make.Create(new DetectTask(models.Detector))),
        new(
            s_ocr,
            InputKind.Object,
            [LoadedModels.OcrModel],
            1,
            _ => new TextResult(),
            (models, make) => make.Create(new OcrTask(models.PageReader))),
        new(
            s_embed,
            InputKind.Text,
            [LoadedModels.EmbeddingModel],
            1,
            _ => new VectorResult(TextEmbedder.Dimensions),
            (models, make) => make.Create(new EmbedTextTask(models.Embedder))),
        new(
            s_embed,
            InputKind.Object,
            [LoadedModels.EmbeddingModel, LoadedModels.CaptioningModel],
            1,
            _ => new VectorResult(TextEmbedder.Dimensions),
            (models, make) => make.Create(new EmbedImageTask(models.Captioner, models.Embedder))),
    ];

    /// <summary>The definition of a task by its name.</summary>
    /// <exception cref="ServerException">NotFound: no such task. InvalidInput: it doesn't take such input.</exception>
    internal static TaskDefinition Find(string task, InputKind input)
    {
        var named = Definitions.Where(definition => definition.Task.Name.Equals(task, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 0)
        {
            var known = string.Join(", ", Definitions.Select(definition => definition.Task.Name).Distinct());
            throw new ServerException(ErrorCode.NotFound, $"There is no model task '{task}'. There are: {known}.");
        }

        return named.Find(definition => input == InputKind.Either || definition.Kind == input)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"{named[0].Task.Name}(…) takes an OBJECT, not text.");
    }
}
