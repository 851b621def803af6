using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Chat;

/// <summary>Reads the part of JSON Schema that has a SQL type: objects, arrays, strings, numbers, integers, booleans.</summary>
internal static class JsonSchemaReader
{
    /// <exception cref="ServerException">InvalidInput: it is no JSON schema. Unsupported: it uses something that has no type.</exception>
    public static AnswerType Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, "the schema");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The schema is no JSON schema: {e.Message}", e);
        }
    }

    private static AnswerType Read(JsonElement schema, string place) => TypeOf(schema) switch
    {
        "object" => new AnswerType.Struct(schema.TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(p => (p.Name, Read(p.Value, $"'{p.Name}'"), Description(p.Value)))]
            : throw Unsupported(place, "an object without properties")),
        "array" => new AnswerType.List(schema.TryGetProperty("items", out var items) ? Read(items, $"the items of {place}") : throw Unsupported(place, "an array without items")),
        "string" => OfString(schema),
        "integer" => new AnswerType.Whole("BIGINT", long.MinValue, long.MaxValue),
        "number" => new AnswerType.Number("DOUBLE", double.MaxValue),
        "boolean" => new AnswerType.Truth(),
        null when schema.TryGetProperty("enum", out _) => OfString(schema),
        var other => throw Unsupported(place, other is null ? "no type" : $"the type '{other}'"),
    };

    private static AnswerType OfString(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var choices))
        {
            return new AnswerType.Text([.. choices.EnumerateArray().Where(c => c.ValueKind != JsonValueKind.Null).Select(c => c.GetString()!)]);
        }

        return (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "date" => new AnswerType.Moment("DATE"),
            "date-time" => new AnswerType.Moment("TIMESTAMP"),
            _ => new AnswerType.Text([]),
        };
    }

    /// <summary>Of a type and null, the type.</summary>
    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.String ? type.GetString()
        : type.EnumerateArray().Select(t => t.GetString()).Where(t => t != "null").ToList() is [var only] ? only : "several";

    private static string? Description(JsonElement schema) => schema.TryGetProperty("description", out var description) ? description.GetString() : null;

    private static ServerException Unsupported(string place, string what) => new(
        ErrorCode.Unsupported, $"{char.ToUpperInvariant(place[0])}{place[1..]} has {what}, for which there is no SQL type. Use object, array, string, number, integer and boolean.");
}
