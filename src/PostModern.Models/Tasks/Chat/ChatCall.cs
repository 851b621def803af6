using PostModern.Models.Inference;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Signatures;

namespace PostModern.Models.Tasks.Chat;

/// <summary>One row that a chat model is asked about.</summary>
/// <param name="client">Reaches the model.</param>
/// <param name="request">The row's arguments and the call's options.</param>
/// <param name="input">The row's input.</param>
internal sealed class ChatCall(OpenAiClient client, InferenceRequest request, ChatInput input)
{
    /// <summary>Options of a call that go to the server.</summary>
    internal static IReadOnlyList<string> Options { get; } = ["temperature", "max_tokens", "seed"];

    /// <summary>The input.</summary>
    internal ChatInput Input { get; } = input;

    /// <summary>Tokens that a text may have beside its question and the answer. Half of all, since they are estimated only.</summary>
    internal long Room => client.Model.Context / 2;

    /// <summary>An argument that is text.</summary>
    internal string Argument(int index) => (string)request.Arguments[index];

    /// <summary>Asks the model.</summary>
    /// <param name="question">Without the call's options.</param>
    /// <param name="cancellationToken">The query's.</param>
    internal Task<ChatAnswer> AskAsync(ChatQuestion question, CancellationToken cancellationToken) => client.ChatAsync(
        question with
        {
            Temperature = Temperature(request.Options) ?? client.Model.Temperature,
            MaxTokens = question.MaxTokens ?? (int?)request.Options.Whole("max_tokens", 1, int.MaxValue) ?? client.Model.MaxTokens,
            Seed = (int?)request.Options.Whole("seed", 0, int.MaxValue) ?? client.Model.Seed,
        },
        request.Spending,
        cancellationToken);

    private static double? Temperature(TaskOptions options) => options.Number("temperature", float.NaN, 0, 2) is var given && float.IsNaN(given) ? null : Math.Round(given, 4);
}
