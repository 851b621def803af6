using System.Text.Json.Nodes;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>What a chat model is asked.</summary>
/// <param name="Text">The user's message.</param>
internal sealed record ChatQuestion(string Text)
{
    // What a picture costs differs from model to model; these are the tokens of a square of 512 pixels with OpenAI.
    private const long TokensOfPicture = 765;
    private const long LikelyAnswer = 256;

    /// <summary>What the model is to be; null for nothing.</summary>
    public string? System { get; init; }

    /// <summary>A JPEG that goes with the message; null for none.</summary>
    public byte[]? Picture { get; init; }

    /// <summary>The JSON schema that the answer follows; null for any text.</summary>
    public JsonNode? Schema { get; init; }

    public double? Temperature { get; init; }

    /// <summary>The most tokens that the answer has; null for the server's own limit.</summary>
    public int? MaxTokens { get; init; }

    public int? Seed { get; init; }

    /// <summary>What was answered to it before, and what was wrong with that; null for a first try.</summary>
    public (string Answer, string Complaint)? Before { get; init; }

    /// <summary>About how many tokens it takes.</summary>
    public TokenUse Likely => new(
        TokenUse.Estimate(Text) + TokenUse.Estimate(System ?? "") + (Picture is null ? 0 : TokensOfPicture), MaxTokens ?? LikelyAnswer);

    /// <summary>The body of a request to <c>chat/completions</c>.</summary>
    /// <param name="model">The model's name on the server.</param>
    public JsonObject ToJson(string model)
    {
        var body = new JsonObject { ["model"] = model, ["messages"] = Messages() };
        if (Temperature is { } temperature)
        {
            body["temperature"] = temperature;
        }

        if (MaxTokens is { } most)
        {
            body["max_tokens"] = most;
        }

        if (Seed is { } seed)
        {
            body["seed"] = seed;
        }

        if (Schema is not null)
        {
            var schema = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = Schema.DeepClone() };
            body["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = schema };
        }

        return body;
    }

    private JsonArray Messages()
    {
        var messages = new JsonArray();
        if (System is not null)
        {
            messages.Add(Message("system", System));
        }

        messages.Add(Message("user", Picture is null ? Text : new JsonArray(
            new JsonObject { ["type"] = "text", ["text"] = Text },
            new JsonObject
            {
                ["type"] = "image_url",
                ["image_url"] = new JsonObject { ["url"] = $"data:image/jpeg;base64,{Convert.ToBase64String(Picture)}" },
            })));
        if (Before is var (answer, complaint))
        {
            messages.Add(Message("assistant", answer));
            messages.Add(Message("user", complaint));
        }

        return messages;
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };
}
