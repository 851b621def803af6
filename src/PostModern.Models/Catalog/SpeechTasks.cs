using PostModern.Arrow.Types;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Models.Catalog;

/// <summary>What the default models can be asked of recordings.</summary>
internal static class SpeechTasks
{
    internal static TaskSignature Transcribe { get; } = new("transcribe", ArrowTypes.Utf8, TaskSignature.Object) { Aliases = ["ai_transcribe"] };

    internal static TaskSignature TranscribeSegments { get; } = new("transcribe_segments", TranscriptResult.SegmentsType, TaskSignature.Object);

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        Implement(Transcribe, withTimes: false),
        Implement(TranscribeSegments, withTimes: true),
    ];

    private static TaskImplementation Implement(TaskSignature signature, bool withTimes) => new(
        signature,
        Transcriber.Family,
        1,
        (_, _) => new TranscriptResult(withTimes),
        (parts, make) => new SpeechPipeline(Transcriber.Of(parts), make))
    {
        Answers = Transcribe.Function,
    };
}
