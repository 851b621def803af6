using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Arrow schemas as Delta's schema JSON, and back.</summary>
/// <remarks>
/// Fields that come back carry their DuckDB type in the metadata <c>PostModern:duckdb_type</c> when it isn't what Delta stores;
/// in the log the same is kept as <c>postmodern.duckdbType</c>.
/// </remarks>
public static class DeltaSchema
{
    /// <summary>The key in a Delta field's metadata.</summary>
    public const string DuckDbTypeKey = "postmodern.duckdbType";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How each column is stored; works for a query's result and for a snapshot's schema.</summary>
    /// <exception cref="ServerException">Unsupported: a type that Delta can't hold.</exception>
    public static IReadOnlyList<DeltaColumn> ColumnsOf(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return [.. schema.Fields.Select(ColumnOf)];
    }

    /// <summary>The <c>schemaString</c>.</summary>
    /// <exception cref="ServerException">Unsupported: a type that Delta can't hold. InvalidInput: no columns, or two of one name.</exception>
    public static string ToJson(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CheckNames(schema);
        return DeltaTypeJson.Struct(schema.Fields.Select(FieldToJson)).ToJsonString(Readable);
    }

    /// <exception cref="ServerException">InvalidInput: this is no Delta schema. Unsupported: a type that we don't know.</exception>
    public static Schema FromJson(string json)
    {
        try
        {
            return new Schema(JsonNode.Parse(json)!["fields"]!.AsArray().Select(f => FieldFromJson(f!.AsObject())));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A Delta log holds a schema that can't be read: {e.Message}", e);
        }
    }

    /// <summary>One column as the schema's JSON has it.</summary>
    /// <exception cref="ServerException">Unsupported: a type that Delta can't hold.</exception>
    internal static JsonObject ToJson(Field field) => FieldToJson(field);

    /// <summary>Whether a column, at any depth, needs the table feature <c>timestampNtz</c>.</summary>
    internal static bool HasNaiveTimestamp(Schema schema) => schema.Fields.Any(f => HasNaiveTimestamp(StorageTypes.Of(f)));

    private static bool HasNaiveTimestamp(ArrowType type) =>
        type is TimestampType { Timezone: null } || type.Children.Any(f => HasNaiveTimestamp(f.Type));

    private static DeltaColumn ColumnOf(Field field)
    {
        var storage = DuckDbTypeName.Of(StorageTypes.Of(field));
        var own = field.Type is NullType ? storage : DuckDbTypeName.Of(field);
        return new DeltaColumn(field.Name, storage, own == storage ? null : own)
        {
            PhysicalName = ColumnMapping.PhysicalName(field),
            PhysicalType = DuckDbTypeName.Of(ColumnMapping.Physical(StorageTypes.Of(field))),
            FieldId = ColumnMapping.FieldId(field),
        };
    }

    private static JsonObject FieldToJson(Field field)
    {
        var metadata = new JsonObject();
        if (ColumnOf(field).DuckDbType is { } type)
        {
            metadata[DuckDbTypeKey] = type;
        }

        return DeltaTypeJson.Field(field.Name, StorageTypes.Of(field), field.IsNullable, metadata);
    }

    private static Field FieldFromJson(JsonObject json)
    {
        var field = DeltaTypeJson.ReadField(json);
        return json["metadata"]?[DuckDbTypeKey] is JsonValue type
            ? field with { Metadata = new Dictionary<string, string>(field.Metadata) { [DuckDbTypeName.MetadataKey] = type.GetValue<string>() } }
            : field;
    }

    private static void CheckNames(Schema schema)
    {
        if (schema.Fields.Count == 0)
        {
            throw new ServerException(ErrorCode.InvalidInput, "A dataset needs at least one column.");
        }

        // Spark and SQL compare names without case: two that differ only in it can't be told apart.
        var twin = schema.Fields.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twin is not null)
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"A dataset can't have two columns named '{twin.Key}'. Give one another name with AS.");
        }
    }
}
