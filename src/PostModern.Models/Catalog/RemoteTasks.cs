using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Models.Loading;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Signatures;
using PostModern.Models.Sources;
using PostModern.Models.Tasks;
using PostModern.Models.Tasks.Embedding;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Models.Catalog;

/// <summary>Tasks of the default models that models on other servers can do, too.</summary>
internal static class RemoteTasks
{
    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        new(
            EmbeddingTasks.EmbedText,
            ModelTasks.EmbeddingFamily,
            1,
            (model, _) => new VectorResult((int)ModelFacts.Number(model.Definition!, ModelFacts.Dimensions)!.Value),
            (parts, _) => Embeddings(parts)),
        Transcribe(SpeechTasks.Transcribe, () => new TextResult(), answer => Encoding.UTF8.GetBytes(answer.Text)),
        Transcribe(SpeechTasks.TranscribeSegments, () => new TranscriptResult(withTimes: true), answer => TranscriptResult.Encode(answer.Segments)),
    ];

    private static TaskImplementation Transcribe(TaskSignature signature, Func<ResultCodec> result, Func<SpeechAnswer, byte[]> encode) => new(
        signature,
        ModelTasks.TranscriptionFamily,
        1,
        (_, options) =>
        {
            Check(options);
            return result();
        },
        (parts, _) => Transcriptions(parts, withTimes: signature == SpeechTasks.TranscribeSegments, encode))
    {
        AnswerOptions = TranscriptOptions.Names,
    };

    /// <exception cref="ServerException">InvalidInput: the protocol has nothing to say that with.</exception>
    private static void Check(TaskOptions options)
    {
        if (TranscriptOptions.Of(options) is { IsTranslated: true, Language: not null })
        {
            throw options.Invalid("can't be told the language of what a server translates; leave it out, the server hears it.");
        }
    }

    private static RemotePipeline Transcriptions(ModelParts parts, bool withTimes, Func<SpeechAnswer, byte[]> encode)
    {
        var client = new OpenAiClient(parts.Model.Remote!);
        return new RemotePipeline(
            async (request, sound, token) =>
            {
                var question = new SpeechQuestion(sound, "sound." + ExtensionOf(sound.Span), TranscriptOptions.Of(request.Options)) { WithTimes = withTimes };
                return encode(await client.WriteDownAsync(question, request.Spending, token));
            },
            client.Model.Limits.Concurrency * 2);
    }

    // Servers go by the name, and an object's may be anything.
    private static string ExtensionOf(ReadOnlySpan<byte> sound) => ContentTypes.FromBytes(sound)?.Split('/')[^1].Replace("x-", "", StringComparison.Ordinal) ?? "wav";

    private static RemotePipeline Embeddings(ModelParts parts)
    {
        var client = new OpenAiClient(parts.Model.Remote!);
        var dimensions = (int)ModelFacts.Number(parts.Model.Definition!, ModelFacts.Dimensions)!.Value;
        var batches = new EmbeddingBatches(client, dimensions);
        return new RemotePipeline(
            async (request, text, token) => VectorResult.Encode(await batches.EmbedAsync(Encoding.UTF8.GetString(text.Span), request.Spending, token)),
            client.Model.Limits.Concurrency * EmbeddingBatches.Most);
    }
}
