using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>What the log knows of a file's content, so that a query can skip it unread.</summary>
/// <param name="Rows">Rows in the file; null when unknown.</param>
/// <param name="Columns">By column name; columns without statistics are absent.</param>
/// <remarks>Delta transaction log protocol, section "Per-file Statistics". Nested columns have none here.</remarks>
public sealed record FileStatistics(long? Rows, IReadOnlyDictionary<string, ColumnStatistics> Columns)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Statistics from a Parquet writer's texts.</summary>
    /// <param name="schema">The table's schema; ranges of columns that it lacks are left out.</param>
    /// <param name="rows">Rows in the file.</param>
    /// <param name="ranges">By column name.</param>
    public static FileStatistics Of(Schema schema, long rows, IReadOnlyDictionary<string, ColumnRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(ranges);
        var columns = new Dictionary<string, ColumnStatistics>();
        foreach (var field in schema.Fields)
        {
            if (ranges.TryGetValue(field.Name, out var range))
            {
                var type = StorageTypes.Of(field);
                columns[field.Name] = new ColumnStatistics(
                    range.Min is null ? null : StatisticsValue.Min(type, range.Min),
                    range.Max is null || range.HasNaN ? null : StatisticsValue.Max(type, range.Max),
                    range.NullCount);
            }
        }

        return new FileStatistics(rows, columns);
    }

    /// <summary>The log's JSON text.</summary>
    public string ToJson()
    {
        var json = new JsonObject();
        if (Rows is { } rows)
        {
            json["numRecords"] = rows;
        }

        json["minValues"] = Values(c => c.Min?.DeepClone());
        json["maxValues"] = Values(c => c.Max?.DeepClone());
        json["nullCount"] = Values(c => c.NullCount is { } count ? JsonValue.Create(count) : null);
        return json.ToJsonString(Readable);
    }

    /// <summary>Reads the log's JSON text; ranges of nested columns are passed over.</summary>
    /// <exception cref="ServerException">InvalidInput: it is no such text.</exception>
    public static FileStatistics Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!.AsObject();
            var min = root["minValues"] as JsonObject;
            var max = root["maxValues"] as JsonObject;
            var nulls = root["nullCount"] as JsonObject;
            var names = new[] { min, max, nulls }.SelectMany(o => o is null ? [] : o.Select(p => p.Key)).Distinct();
            var columns = names.ToDictionary(
                name => name,
                name => new ColumnStatistics(min?[name] as JsonValue, max?[name] as JsonValue, (nulls?[name] as JsonValue)?.GetValue<long>()));
            return new FileStatistics(root["numRecords"]?.GetValue<long>(), columns);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A Delta log holds file statistics that can't be read: {e.Message}", e);
        }
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

    private JsonObject Values(Func<ColumnStatistics, JsonNode?> pick)
    {
        var values = new JsonObject();
        foreach (var (name, column) in Columns)
        {
            if (pick(column) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }
}
