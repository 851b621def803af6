using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>A schema's JSON to be edited in place, so that what other engines have written into it stays.</summary>
internal static class SchemaJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToText(JsonObject schema) => schema.ToJsonString(Readable);

    /// <summary>A field's metadata, made if it has none.</summary>
    public static JsonObject MetadataOf(JsonObject field)
    {
        if (field["metadata"] is not JsonObject metadata)
        {
            field["metadata"] = metadata = [];
        }

        return metadata;
    }

    /// <summary>The column of that name, in any case; null when there is none.</summary>
    public static JsonObject? TryFind(JsonObject schema, string column) => schema["fields"]!.AsArray().Select(f => f!.AsObject())
        .FirstOrDefault(f => f["name"]!.GetValue<string>().Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ServerException">NotFound: there is no such column.</exception>
    public static JsonObject Find(JsonObject schema, string column) => TryFind(schema, column) ?? throw new ServerException(
        ErrorCode.NotFound,
        $"There is no column '{column}'. The columns are: {string.Join(", ", schema["fields"]!.AsArray().Select(f => f!["name"]))}.");

    /// <summary>The metadata with an edited schema.</summary>
    public static TableMetadata Edit(TableMetadata metadata, Action<JsonObject> edit)
    {
        var schema = JsonNode.Parse(metadata.SchemaString)!.AsObject();
        edit(schema);
        return metadata with { SchemaString = ToText(schema) };
    }
}
