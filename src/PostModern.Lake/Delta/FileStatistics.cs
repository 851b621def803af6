using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>What the log knows of a file's content, so that a query can skip it unread.</summary>
/// <param name="Rows">Rows in the file; null when unknown.</param>
/// <param name="Columns">By the columns' physical names; columns without statistics are absent.</param>
/// <remarks>Delta transaction log protocol, section "Per-file Statistics".</remarks>
public sealed record FileStatistics(long? Rows, IReadOnlyDictionary<string, ColumnStatistics> Columns)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Statistics from a Parquet writer's texts.</summary>
    /// <param name="schema">The table's schema; ranges of columns that it lacks are left out.</param>
    /// <param name="rows">Rows in the file.</param>
    /// <param name="ranges">By the columns' physical names.</param>
    public static FileStatistics Of(Schema schema, long rows, IReadOnlyDictionary<string, ColumnRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(ranges);
        return new FileStatistics(rows, Of(schema.Fields.Select(f => f with { Type = StorageTypes.Of(f) }), ranges));
    }

    /// <summary>The log's JSON text.</summary>
    public string ToJson()
    {
        var json = new JsonObject();
        if (Rows is { } rows)
        {
            json["numRecords"] = rows;
        }

        json["minValues"] = Values(Columns, c => c.Min?.DeepClone());
        json["maxValues"] = Values(Columns, c => c.Max?.DeepClone());
        json["nullCount"] = Values(Columns, c => c.NullCount is { } count ? JsonValue.Create(count) : null);
        return json.ToJsonString(Readable);
    }

    /// <summary>Reads the log's JSON text.</summary>
    /// <exception cref="ServerException">InvalidInput: it is no such text.</exception>
    public static FileStatistics Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!.AsObject();
            var columns = Parse(root["minValues"] as JsonObject, root["maxValues"] as JsonObject, root["nullCount"] as JsonObject);
            return new FileStatistics(root["numRecords"]?.GetValue<long>(), columns);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A Delta log holds file statistics that can't be read: {e.Message}", e);
        }
    }

    /// <summary>The log's text for a file that has lost rows: its bounds still hold, but no row may lie on them.</summary>
    internal static string Loosen(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        root["tightBounds"] = false;
        return root.ToJsonString(Readable);
    }

    /// <summary>The number of rows alone, which is wanted of every file, without reading the rest.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static long? ReadRows(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isRows = reader.ValueTextEquals("numRecords"u8);
                reader.Skip();
                if (isRows && reader.TokenType == JsonTokenType.Number)
                {
                    return reader.GetInt64();
                }
            }
        }

        return null;
    }

    private static Dictionary<string, ColumnStatistics> Of(IEnumerable<Field> fields, IReadOnlyDictionary<string, ColumnRange> ranges)
    {
        var columns = new Dictionary<string, ColumnStatistics>();
        foreach (var field in fields)
        {
            var name = ColumnMapping.PhysicalName(field);
            if (ranges.TryGetValue(name, out var range))
            {
                columns[name] = field.Type is StructType inner && range.Fields is not null
                    ? new ColumnStatistics(null, null, null) { Fields = Of(inner.Fields, range.Fields) }
                    : Of(field.Type, range);
            }
        }

        return columns;
    }

    private static ColumnStatistics Of(ArrowType type, ColumnRange range) => new(
        range.Min is null ? null : StatisticsValue.Min(type, range.Min),
        range.Max is null || range.HasNaN ? null : StatisticsValue.Max(type, range.Max),
        range.NullCount);

    private static Dictionary<string, ColumnStatistics> Parse(JsonObject? min, JsonObject? max, JsonObject? nulls)
    {
        var names = new[] { min, max, nulls }.SelectMany(o => o is null ? [] : o.Select(p => p.Key)).Distinct();
        return names.ToDictionary(name => name, name => Parse(min?[name], max?[name], nulls?[name]));
    }

    private static ColumnStatistics Parse(JsonNode? min, JsonNode? max, JsonNode? nulls) =>
        min is JsonObject || max is JsonObject || nulls is JsonObject
            ? new ColumnStatistics(null, null, null) { Fields = Parse(min as JsonObject, max as JsonObject, nulls as JsonObject) }
            : new ColumnStatistics(min as JsonValue, max as JsonValue, (nulls as JsonValue)?.GetValue<long>());

    private static JsonObject Values(IReadOnlyDictionary<string, ColumnStatistics> columns, Func<ColumnStatistics, JsonNode?> pick)
    {
        var values = new JsonObject();
        foreach (var (name, column) in columns)
        {
            var value = column.Fields is null ? pick(column) : Values(column.Fields, pick);
            if (value is not null and not JsonObject { Count: 0 })
            {
                values[name] = value;
            }
        }

        return values;
    }
}
