using System.Globalization;
using System.Text.Json.Nodes;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Columns whose name is not the one that the files have, so that they can be renamed and dropped without writing the files anew.</summary>
/// <remarks>Delta transaction log protocol, section "Column Mapping". The schema keeps both names; fields carry them in their metadata.</remarks>
public static class ColumnMapping
{
    internal const string PhysicalNameKey = "delta.columnMapping.physicalName";
    internal const string IdKey = "delta.columnMapping.id";
    internal const string ModeKey = "delta.columnMapping.mode";
    internal const string MaxIdKey = "delta.columnMapping.maxColumnId";

    private static readonly Dictionary<string, string> NoNames = [];

    /// <summary>What the files call a field, at any depth.</summary>
    public static string PhysicalName(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata.GetValueOrDefault(PhysicalNameKey, field.Name);
    }

    /// <summary>The field's id in the files; null when the schema gives none.</summary>
    public static int? FieldId(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata.TryGetValue(IdKey, out var id) ? int.Parse(id, CultureInfo.InvariantCulture) : null;
    }

    internal static bool IsOn(TableMetadata metadata) => Mode(metadata) != "none";

    /// <summary>Whether readers find columns by their ids instead of their physical names.</summary>
    internal static bool IsById(TableMetadata metadata) => Mode(metadata) == "id";

    internal static string Mode(TableMetadata metadata) => metadata.Configuration.GetValueOrDefault(ModeKey, "none").ToLowerInvariant();

    /// <summary>The type with the names that the files have, for structs at any depth.</summary>
    internal static ArrowType Physical(ArrowType type) => type switch
    {
        ListType list => new ListType(list.Item with { Type = Physical(list.Item.Type) }),
        MapType { Entries.Type: StructType entries } => new MapType(Physical(entries.Fields[0].Type), Physical(entries.Fields[1].Type)),
        StructType fields => new StructType(fields.Fields.Select(f => f with { Name = PhysicalName(f), Type = Physical(f.Type) })),
        _ => type,
    };

    /// <summary>Switches a table to column mapping: its columns keep the names that the files have, and get ids.</summary>
    internal static TableMetadata Enable(TableMetadata metadata) =>
        IsOn(metadata) ? metadata : Assign(metadata, "name", json => json["name"]!.GetValue<string>());

    /// <summary>Gives every field of a mapped table that has none an id, and a physical name that no file has yet.</summary>
    internal static TableMetadata AssignMissing(TableMetadata metadata) =>
        IsOn(metadata) ? Assign(metadata, Mode(metadata), _ => $"col-{Guid.NewGuid()}") : metadata;

    private static TableMetadata Assign(TableMetadata metadata, string mode, Func<JsonObject, string> physicalName)
    {
        var schema = JsonNode.Parse(metadata.SchemaString)!.AsObject();
        _ = int.TryParse(metadata.Configuration.GetValueOrDefault(MaxIdKey), CultureInfo.InvariantCulture, out var id);
        foreach (var field in FieldsIn(schema))
        {
            var details = SchemaJson.MetadataOf(field);
            if (details[IdKey] is null)
            {
                details[IdKey] = ++id;
                details[PhysicalNameKey] = physicalName(field);
            }
        }

        return metadata with
        {
            SchemaString = SchemaJson.ToText(schema),
            Configuration = new Dictionary<string, string>(metadata.Configuration)
            {
                [ModeKey] = mode,
                [MaxIdKey] = id.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>All fields of a type, at any depth.</summary>
    private static IEnumerable<JsonObject> FieldsIn(JsonNode? type) => type is not JsonObject json ? [] : json["type"]?.ToString() switch
    {
        "struct" => json["fields"]!.AsArray().SelectMany(f => FieldsIn(f!["type"]).Prepend(f!.AsObject())),
        "array" => FieldsIn(json["elementType"]),
        "map" => FieldsIn(json["keyType"]).Concat(FieldsIn(json["valueType"])),
        _ => [],
    };

    /// <summary>What a field's metadata says of its physical name and id, alone.</summary>
    internal static IReadOnlyDictionary<string, string> NamesOf(Field field) => field.Metadata.ContainsKey(IdKey)
        ? field.Metadata.Where(p => p.Key is PhysicalNameKey or IdKey).ToDictionary()
        : NoNames;

    internal static Dictionary<string, string> MetadataOf(JsonObject metadata)
    {
        var mapping = new Dictionary<string, string>();
        foreach (var key in (string[])[PhysicalNameKey, IdKey])
        {
            if (metadata[key] is JsonValue value)
            {
                mapping[key] = value.ToString();
            }
        }

        return mapping;
    }
}
