using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Json;

/// <summary>Members of JSON that may be absent or null.</summary>
internal static class JsonMembers
{
    /// <summary>A member that has to be text.</summary>
    internal static string Text(this JsonElement json, string name) => json.OptionalText(name)
        ?? throw new ServerException(ErrorCode.InvalidInput, $"The JSON of the model lacks '{name}' where it is needed: {Short(json)}");

    internal static string? OptionalText(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    internal static bool Flag(this JsonElement json, string name, bool otherwise) =>
        json.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } found ? found.GetBoolean() : otherwise;

    internal static int Number(this JsonElement json, string name, int otherwise) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } found ? found.GetInt32() : otherwise;

    /// <summary>A member that is there and not null.</summary>
    internal static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    internal static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    private static string Short(JsonElement json) => json.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : json.GetRawText();
}
