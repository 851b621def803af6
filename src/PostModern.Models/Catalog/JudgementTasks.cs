using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Moderation;
using PostModern.Models.Tasks.Sentiment;

namespace PostModern.Models.Catalog;

/// <summary>What the default models think of texts and pictures.</summary>
internal static class JudgementTasks
{
    private const string Threshold = "threshold";

    internal static TaskSignature Sentiment { get; } = new("sentiment", SentimentResult.StructType, TaskSignature.Text) { Aliases = ["ai_sentiment"] };

    internal static TaskSignature Moderate { get; } = new("moderate", ModerationResult.StructType, TaskSignature.Object) { Options = [Threshold] };

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(Sentiment, SentimentHead.Family, 1, (_, _) => new SentimentResult(), (parts, make) => make.Create(new SentimentTask(SentimentHead.Of(parts)))),
        new(
            Moderate,
            ModerationModel.Family,
            1,
            (_, options) => new ModerationResult(options.Number(Threshold, ModerationResult.DefaultThreshold, 0, 1)),
            (parts, make) => make.Create(new ModerateTask(ModerationModel.Of(parts)))),
    ];
}
