using PostModern.Arrow.Types;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks;
using PostModern.Models.Tasks.Classification;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tasks.Entities;
using PostModern.Models.Tasks.Speech;
using PostModern.Models.Transformers.Pictures;
using PostModern.Models.Transformers.Speech;
using PostModern.Models.Transformers.Texts;

namespace PostModern.Models.Catalog;

/// <summary>What models in Hugging Face's layouts can be asked.</summary>
internal static class TransformerTasks
{
    /// <summary>Among the classes that a model was trained for; no default model does it.</summary>
    private const string Unlabelled =
        "Say which labels there are: classify(text, ['one', 'other']). Or get a model that brings its own: postmodern models pull hf://org/repo.";

    internal static TaskSignature ClassifyText { get; } = new("classify", ArrowTypes.Utf8, TaskSignature.Text) { Aliases = ["ai_classify"], Advice = Unlabelled };

    internal static TaskSignature ScoresOfText { get; } = new("classify_scores", ClassificationResult.ScoresType, TaskSignature.Text) { Advice = Unlabelled };

    internal static TaskSignature Entities { get; } = new("entities", EntityResult.ArrowType, TaskSignature.Text)
    {
        Advice = "Get a model that labels tokens: postmodern models pull hf://org/repo, or CREATE MODEL name FROM 'hf://org/repo'.",
    };

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(
            EmbeddingTasks.EmbedText,
            SentenceEmbedder.Family,
            1,
            (model, _) => new VectorResult(SentenceEmbedder.DimensionsOf(model)),
            (parts, make) => make.Create(new EmbedSentenceTask(SentenceEmbedder.Of(parts)))),
        Classify(ClassifyText, TextClassifier.Family, (parts, make) => make.Create(new ClassifyTextAloneTask(TextClassifier.Of(parts)))),
        Classify(ScoresOfText, TextClassifier.Family, (parts, make) => make.Create(new ClassifyTextAloneTask(TextClassifier.Of(parts)))),
        new(Entities, TokenClassifier.Family, 1, (_, _) => new EntityResult(), (parts, make) => make.Create(new FindEntitiesTask(TokenClassifier.Of(parts)))),
        Classify(ClassificationTasks.ClassifyObject, ClassifyImageTask.Family, (parts, make) => make.Create(ClassifyImageTask.Of(parts))),
        Classify(ClassificationTasks.ScoresOfObject, ClassifyImageTask.Family, (parts, make) => make.Create(ClassifyImageTask.Of(parts))),
        Classify(ClassificationTasks.ClassifyPicture, ClipModel.Family, (parts, make) => make.Create(new ClipClassifyTask(ClipModel.Of(parts)))),
        Classify(ClassificationTasks.ScoresOfPicture, ClipModel.Family, (parts, make) => make.Create(new ClipClassifyTask(ClipModel.Of(parts)))),
        new(
            EmbeddingTasks.EmbedObject,
            ClipModel.Family,
            1,
            (model, _) => new VectorResult(ClipModel.DimensionsOf(model)),
            (parts, make) => make.Create(new ClipEmbedPictureTask(ClipModel.Of(parts)))),
        new(
            EmbeddingTasks.EmbedText,
            ClipModel.Family,
            1,
            (model, _) => new VectorResult(ClipModel.DimensionsOf(model)),
            (parts, make) => make.Create(new ClipEmbedTextTask(ClipModel.Of(parts)))),
        new(PictureTasks.Caption, CaptionPictureTask.Family, 1, (_, _) => new TextResult(), (parts, make) => make.Create(CaptionPictureTask.Of(parts))),
        .. Transcribe(WhisperWriter.Family, WhisperWriter.Of, WhisperWriter.Check).Select(implementation => implementation with { AnswerOptions = TranscriptOptions.Names }),
        .. Transcribe(MoonshineWriter.Family, MoonshineWriter.Of, (_, _) => { }),
    ];

    private static TaskImplementation Classify(TaskSignature signature, string family, Func<ModelParts, PipelineFactory, IInferencePipeline> make) => new(
        signature, family, 1, (_, _) => new ClassificationResult(signature.ResultType.Equals(ClassificationResult.ScoresType)), make)
    {
        Answers = ClassifyText.Function,
    };

    // The default model's ear finds out where somebody speaks; each window of it goes to the model.
    private static IEnumerable<TaskImplementation> Transcribe(
        string family, Func<ModelParts, ISpeechWriter> writer, Action<InstalledModel, TaskOptions> check) =>
        ((TaskSignature[])[SpeechTasks.Transcribe, SpeechTasks.TranscribeSegments]).Select(signature => new TaskImplementation(
            signature,
            family,
            1,
            (model, options) =>
            {
                check(model, options);
                return new TranscriptResult(withTimes: signature == SpeechTasks.TranscribeSegments);
            },
            (parts, make) => new SpeechPipeline(
                new Transcriber(new VoiceModel(parts.Of(VoiceModel.DefaultModel).Graph("detector")), writer(parts)), make))
        {
            Uses = [VoiceModel.DefaultModel],
            Answers = SpeechTasks.Transcribe.Function,
        });
}
