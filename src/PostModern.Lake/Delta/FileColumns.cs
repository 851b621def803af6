using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Whether a data file has every column of the schema, as far as its statistics prove it: those of a file count the NULLs of its columns.</summary>
internal static class FileColumns
{
    // Parsing costs 10 µs a file, and every version of a table asks about all its files.
    private static readonly ConditionalWeakTable<AddFile, Answer> Known = [];

    public static bool AreComplete(AddFile file, TableMetadata metadata, Schema schema)
    {
        if (Known.TryGetValue(file, out var known) && ReferenceEquals(known.SchemaString, metadata.SchemaString))
        {
            return known.IsComplete;
        }

        var isComplete = NullCounts(file) is { } counts
            && schema.Fields.All(f => metadata.PartitionColumns.Contains(f.Name) || IsCounted(f, counts));
        Known.AddOrUpdate(file, new Answer(metadata.SchemaString, isComplete));
        return isComplete;
    }

    private static bool IsCounted(Field field, JsonObject counts) => field.Type switch
    {
        StructType fields => counts[ColumnMapping.PhysicalName(field)] is JsonObject inner && fields.Fields.All(f => IsCounted(f, inner)),
        ListType or MapType => false,
        _ => counts.ContainsKey(ColumnMapping.PhysicalName(field)),
    };

    private static JsonObject? NullCounts(AddFile file)
    {
        try
        {
            return file.Stats is null ? null : JsonNode.Parse(file.Stats)?["nullCount"] as JsonObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Answer(string SchemaString, bool IsComplete);
}
