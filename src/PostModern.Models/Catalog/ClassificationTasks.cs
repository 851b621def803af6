using PostModern.Arrow.Types;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Classification;
using PostModern.Models.Tasks.Detection;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Catalog;

/// <summary>Labels for texts and pictures by the default models: among those of the caller by nearness of meaning, else among the detector's.</summary>
internal static class ClassificationTasks
{
    private const string Best = "classify";
    private const string Scores = "classify_scores";
    private static readonly TaskParameter s_labels = new("labels", new ListType(ArrowTypes.Utf8), ParameterRole.Argument);

    internal static TaskSignature ClassifyText { get; } = Signature(Best, TaskSignature.Text, s_labels);

    internal static TaskSignature ClassifyPicture { get; } = Signature(Best, TaskSignature.Object, s_labels);

    internal static TaskSignature ClassifyObject { get; } = Signature(Best, TaskSignature.Object);

    internal static TaskSignature ScoresOfText { get; } = Signature(Scores, TaskSignature.Text, s_labels);

    internal static TaskSignature ScoresOfPicture { get; } = Signature(Scores, TaskSignature.Object, s_labels);

    internal static TaskSignature ScoresOfObject { get; } = Signature(Scores, TaskSignature.Object);

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        OfText(ClassifyText),
        OfPicture(ClassifyPicture),
        OfObject(ClassifyObject),
        OfText(ScoresOfText),
        OfPicture(ScoresOfPicture),
        OfObject(ScoresOfObject),
    ];

    private static TaskSignature Signature(string function, params TaskParameter[] parameters) => function == Best
        ? new(function, ArrowTypes.Utf8, parameters) { Aliases = ["ai_classify"] }
        : new(function, ClassificationResult.ScoresType, parameters);

    private static TaskImplementation OfText(TaskSignature signature) => new(
        signature,
        TextEmbedder.Family,
        1,
        (_, _) => new ClassificationResult(signature.Function == Scores),
        (parts, make) => make.Create(new ClassifyTextTask(LabelSpace.Of(parts))))
    {
        Answers = Best,
    };

    private static TaskImplementation OfPicture(TaskSignature signature) => new(
        signature,
        TextEmbedder.Family,
        1,
        (_, _) => new ClassificationResult(signature.Function == Scores),
        (parts, make) => make.Create(new ClassifyPictureTask(Captioner.Of(parts.Of(Captioner.DefaultModel)), LabelSpace.Of(parts))))
    {
        Uses = [Captioner.DefaultModel],
        Answers = Best,
    };

    private static TaskImplementation OfObject(TaskSignature signature) => new(
        signature,
        NanoDet.Family,
        1,
        (_, _) => new ClassificationResult(signature.Function == Scores),
        (parts, make) => make.Create(new ClassifyObjectTask(NanoDet.Of(parts))))
    {
        Answers = Best,
    };
}
