using PostModern.Arrow.Types;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Signatures;
using PostModern.Models.Sources;
using PostModern.Models.Tasks;
using PostModern.Models.Tasks.Chat;

namespace PostModern.Models.Catalog;

/// <summary>What chat models can be asked: about texts, and about objects that are pictures or texts.</summary>
internal static class ChatTasks
{
    private const string Advice =
        "Make one with: CREATE MODEL name FROM 'openai://host/v1?model=…' OPTIONS (api_key_env '…_API_KEY'). Of several, choose with model => 'name'.";

    private static readonly TaskParameter s_model = new("model", ArrowTypes.Utf8, ParameterRole.Model);

    internal static IReadOnlyList<TaskImplementation> All { get; } =
    [
        Of("ai_complete", new TextResult(), Completion.OfPromptAsync, s_model, TaskSignature.Text),
        Of("ai_complete", new TextResult(), Completion.OfObjectAsync, s_model, Argument("prompt"), TaskSignature.Object),
        .. Both("ai_filter", new BooleanResult(), Filter.AnswerAsync, input => [Argument("question"), input]),
        .. Both("ai_extract", new TextResult(), Extraction.AnswerAsync, input => [input, Argument("schema")]),
        .. Both("ai_summarize", new TextResult(), Summary.SummarizeAsync, input => [input]),
        .. Both("ai_translate", new TextResult(), Summary.TranslateAsync, input => [input, Argument("language")]),
        .. Both("ai_count_tokens", new NumberResult(), TokenCount.AnswerAsync, input => [input]),

        // The macro ai_agg puts a group's texts into an array for it.
        Of("pm_ai_agg", new TextResult(), Summary.AggregateAsync, TaskSignature.Text, Argument("task")),
    ];

    private static IEnumerable<TaskImplementation> Both(string function, ResultCodec codec, ChatTask task, Func<TaskParameter, TaskParameter[]> parameters) =>
        [Of(function, codec, task, parameters(TaskSignature.Text)), Of(function, codec, task, parameters(TaskSignature.Object))];

    private static TaskImplementation Of(string function, ResultCodec codec, ChatTask task, params TaskParameter[] parameters)
    {
        var signature = new TaskSignature(function, codec.Type, parameters) { Advice = Advice };
        return new TaskImplementation(signature, ModelTasks.ChatFamily, 1, (_, _) => codec, (parts, _) => Pipeline(parts, signature.Input, task))
        {
            AnswerOptions = ChatCall.Options,
        };
    }

    private static RemotePipeline Pipeline(ModelParts parts, InputKind kind, ChatTask task)
    {
        var client = new OpenAiClient(parts.Model.Remote!);
        return new RemotePipeline((request, content, token) => AnswerAsync(client, request, content, kind, task, token), client.Model.Limits.Concurrency * 2);
    }

    private static async Task<byte[]> AnswerAsync(
        OpenAiClient client, InferenceRequest request, ReadOnlyMemory<byte> content, InputKind kind, ChatTask task, CancellationToken cancellationToken)
    {
        var input = kind == InputKind.Object ? ChatInput.OfObject(content) : ChatInput.OfText(content);
        return await task(new ChatCall(client, request, input), cancellationToken);
    }

    private static TaskParameter Argument(string name) => new(name, ArrowTypes.Utf8, ParameterRole.Argument);
}
