using System.Globalization;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>One type of a Delta schema as JSON: a name, or an object for structs, arrays and maps.</summary>
/// <remarks>Delta transaction log protocol, section "Schema Serialization Format".</remarks>
internal static class DeltaTypeJson
{
    private static readonly Dictionary<string, ArrowType> Primitives = new()
    {
        ["string"] = ArrowTypes.Utf8,
        ["long"] = ArrowTypes.Int64,
        ["integer"] = ArrowTypes.Int32,
        ["short"] = ArrowTypes.Int16,
        ["byte"] = ArrowTypes.Int8,
        ["float"] = ArrowTypes.Float32,
        ["double"] = ArrowTypes.Float64,
        ["boolean"] = ArrowTypes.Boolean,
        ["binary"] = ArrowTypes.Binary,
        ["date"] = ArrowTypes.Date32,
        ["timestamp"] = ArrowTypes.TimestampUtc,
        ["timestamp_ntz"] = ArrowTypes.Timestamp,
    };

    private static readonly Dictionary<ArrowType, string> Names = Primitives.ToDictionary(p => p.Value, p => p.Key);

    public static JsonObject Struct(IEnumerable<JsonObject> fields) =>
        new() { ["type"] = "struct", ["fields"] = new JsonArray([.. fields]) };

    public static JsonObject Field(string name, ArrowType type, bool nullable, JsonObject metadata) =>
        new() { ["name"] = name, ["type"] = Write(type), ["nullable"] = nullable, ["metadata"] = metadata };

    public static Field ReadField(JsonObject json)
    {
        var field = new Field(json["name"]!.GetValue<string>(), Read(json["type"]!), json["nullable"]?.GetValue<bool>() ?? true);
        var mapping = json["metadata"] is JsonObject metadata ? ColumnMapping.MetadataOf(metadata) : [];
        return mapping.Count > 0 ? field with { Metadata = mapping } : field;
    }

    /// <param name="type">One of <see cref="StorageTypes"/>.</param>
    private static JsonNode Write(ArrowType type) => type switch
    {
        DecimalType number => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"decimal({number.Precision},{number.Scale})")),
        ListType list => new JsonObject
        {
            ["type"] = "array",
            ["elementType"] = Write(list.Item.Type),
            ["containsNull"] = list.Item.IsNullable,
        },
        MapType { Entries.Type: StructType { Fields: var entry } } => new JsonObject
        {
            ["type"] = "map",
            ["keyType"] = Write(entry[0].Type),
            ["valueType"] = Write(entry[1].Type),
            ["valueContainsNull"] = entry[1].IsNullable,
        },
        StructType fields => Struct(fields.Fields.Select(f => Field(f.Name, f.Type, f.IsNullable, []))),
        _ => JsonValue.Create(Names[type]),
    };

    private static ArrowType Read(JsonNode json) => json is JsonValue name
        ? ReadName(name.GetValue<string>())
        : (json["type"]!.GetValue<string>(), json) switch
        {
            ("struct", _) => new StructType(json["fields"]!.AsArray().Select(f => ReadField(f!.AsObject()))),
            ("array", _) => new ListType(new Field("item", Read(json["elementType"]!), json["containsNull"]?.GetValue<bool>() ?? true)),
            ("map", _) => new MapType(Read(json["keyType"]!), Read(json["valueType"]!)),
            var (kind, _) => throw Unknown(kind),
        };

    private static ArrowType ReadName(string name)
    {
        if (Primitives.TryGetValue(name, out var type))
        {
            return type;
        }

        if (name == "decimal")
        {
            return new DecimalType(10, 0);
        }

        var digits = name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')') ? name[8..^1].Split(',') : [];
        return digits.Length == 2
            ? new DecimalType(int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture))
            : throw Unknown(name);
    }

    private static ServerException Unknown(string name) =>
        new(ErrorCode.Unsupported, $"A Delta table has a column of type '{name}', which can't be read here.");
}
