using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>Requests to a server that speaks as OpenAI's does.</summary>
/// <remarks>OpenAI API reference: chat completions, embeddings, audio transcriptions and translations.</remarks>
internal sealed class OpenAiClient(RemoteService service)
{
    public RemoteModel Model => service.Model;

    /// <summary>Asks a chat model.</summary>
    public Task<ChatAnswer> ChatAsync(ChatQuestion question, Spending? spending, CancellationToken cancellationToken)
    {
        var body = question.ToJson(Model.Model).ToJsonString();
        return service.SendAsync(
            () => Request("chat/completions", new StringContent(body, Encoding.UTF8, "application/json")),
            async (response, token) =>
            {
                var answer = await JsonAnswers.ReadAsync(response, Model.Name, "chat completion", ReadChat, token);
                return (answer, answer.Used);
            },
            question.Likely,
            spending,
            cancellationToken);
    }

    /// <summary>Turns texts into vectors.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="dimensions">The wanted length of the vectors; null for the model's own.</param>
    /// <param name="spending">Pays; null for nobody.</param>
    /// <param name="cancellationToken">The query's.</param>
    /// <returns>A vector a text, in their order.</returns>
    public Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, int? dimensions, Spending? spending, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = Model.Model,
            ["input"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]),
            ["encoding_format"] = "float",
        };
        if (dimensions is { } wanted)
        {
            body["dimensions"] = wanted;
        }

        var json = body.ToJsonString();
        return service.SendAsync(
            () => Request("embeddings", new StringContent(json, Encoding.UTF8, "application/json")),
            async (response, token) => await JsonAnswers.ReadAsync(response, Model.Name, "list of embeddings", answer => (ReadVectors(answer, texts.Count), Used(answer)), token),
            new TokenUse(texts.Sum(TokenUse.Estimate), 0),
            spending,
            cancellationToken);
    }

    /// <summary>Turns speech into text.</summary>
    public Task<SpeechAnswer> WriteDownAsync(SpeechQuestion question, Spending? spending, CancellationToken cancellationToken) => service.SendAsync(
        () => Request(question.Path, question.ToForm(Model.Model)),
        async (response, token) => await JsonAnswers.ReadAsync(
            response, Model.Name, question.WithTimes ? "transcription with times" : "transcription", answer => (ReadSpeech(answer, question.WithTimes), (TokenUse?)null), token),
        default,
        spending,
        cancellationToken);

    private HttpRequestMessage Request(string path, HttpContent content) =>
        new(HttpMethod.Post, new Uri($"{Model.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}")) { Content = content };

    private static ChatAnswer ReadChat(JsonElement answer)
    {
        var choice = answer.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        var text = message.GetProperty("content").GetString()
            ?? throw new FormatException(message.TryGetProperty("refusal", out var refusal) ? $"it refuses: {refusal}" : "its content is null.");
        var isCutOff = choice.TryGetProperty("finish_reason", out var reason) && reason.ValueEquals("length");
        return new ChatAnswer(text, isCutOff, Used(answer));
    }

    private static SpeechAnswer ReadSpeech(JsonElement answer, bool withTimes) => new(
        answer.GetProperty("text").GetString() ?? "",
        withTimes ? [.. answer.GetProperty("segments").EnumerateArray().Select(ReadSegment).Where(segment => segment.Text.Length > 0)] : []);

    private static TranscriptSegment ReadSegment(JsonElement segment) =>
        new(segment.GetProperty("start").GetDouble(), segment.GetProperty("end").GetDouble(), (segment.GetProperty("text").GetString() ?? "").Trim());

    private float[][] ReadVectors(JsonElement answer, int count)
    {
        var data = answer.GetProperty("data");
        if (data.GetArrayLength() != count)
        {
            throw new RemoteFailure(
                ErrorCode.Unavailable, $"The server of model '{Model.Name}' answered {count} texts with {data.GetArrayLength()} embeddings.");
        }

        var vectors = new float[count][];
        foreach (var (position, item) in data.EnumerateArray().Index())
        {
            // Servers may answer out of order; those that give no index answer in order.
            var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
            vectors[index] = [.. item.GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle())];
        }

        return Array.TrueForAll(vectors, vector => vector is not null) ? vectors : throw new FormatException("the same index comes twice.");
    }

    private static TokenUse? Used(JsonElement answer) =>
        answer.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? new TokenUse(Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"))
            : null;

    private static long Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : 0;
}
