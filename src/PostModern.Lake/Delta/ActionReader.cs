using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>A commit file as actions. Unknown kinds and unknown fields are skipped, as the protocol asks.</summary>
internal static class ActionReader
{
    private static readonly Dictionary<string, ColumnStatistics> NoColumns = [];

    /// <param name="content">One JSON object a line.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="ServerException">InvalidInput: this is no commit.</exception>
    public static List<DeltaAction> Read(ReadOnlyMemory<byte> content, string source)
    {
        var actions = new List<DeltaAction>();
        var line = 1;
        try
        {
            for (var rest = content; !rest.IsEmpty; line++)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var text = end < 0 ? rest : rest[..end];
                rest = end < 0 ? default : rest[(end + 1)..];
                if (text.Span.ContainsAnyExcept(" \t\r"u8) && ReadLine(text) is { } action)
                {
                    actions.Add(action);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Line {line} of '{source}' is no Delta action: {e.Message}", e);
        }

        return actions;
    }

    private static DeltaAction? ReadLine(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            // Spark writes every kind's key in checkpoints, null but for one.
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                return ReadAction(property.Name, property.Value);
            }
        }

        return null;
    }

    private static DeltaAction? ReadAction(string kind, JsonElement body) => kind switch
    {
        "add" => ReadAdd(body),
        "remove" => ReadRemove(body),
        "commitInfo" => ReadCommitInfo(body),
        "metaData" => ReadMetadata(body),
        "protocol" => new Protocol(
            body.GetProperty("minReaderVersion").GetInt32(),
            body.GetProperty("minWriterVersion").GetInt32(),
            OptionalTexts(body, "readerFeatures"),
            OptionalTexts(body, "writerFeatures")),
        "txn" => new SetTransaction(
            body.GetProperty("appId").GetString()!, body.GetProperty("version").GetInt64(), OptionalNumber(body, "lastUpdated")),
        "domainMetadata" => new DomainMetadata(
            body.GetProperty("domain").GetString()!, OptionalText(body, "configuration") ?? "", Flag(body, "removed")),
        "checkpointMetadata" => new CheckpointMetadata(body.GetProperty("version").GetInt64()),
        "sidecar" => new Sidecar(Path.GetFileName(DecodePath(body))),
        _ => null,
    };

    private static TableMetadata ReadMetadata(JsonElement body) =>
        new(body.GetProperty("id").GetString()!, body.GetProperty("schemaString").GetString()!)
        {
            Name = OptionalText(body, "name"),
            Description = OptionalText(body, "description"),
            FormatProvider = body.GetProperty("format").GetProperty("provider").GetString()!,
            PartitionColumns = OptionalTexts(body, "partitionColumns") ?? [],
            Configuration = Map(body, "configuration").Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!),
            CreatedTime = OptionalNumber(body, "createdTime"),
        };

    private static AddFile ReadAdd(JsonElement body) =>
        new(DecodePath(body), body.GetProperty("size").GetInt64(), body.GetProperty("modificationTime").GetInt64())
        {
            PartitionValues = Map(body, "partitionValues"),
            DataChange = body.GetProperty("dataChange").GetBoolean(),
            Stats = OptionalText(body, "stats") ?? CountsOf(body),
            Tags = Map(body, "tags") is { Count: > 0 } tags ? tags : RemoveFile.NoPartition,
            DeletionVector = ReadDeletionVector(body),
        };

    /// <summary>
    /// What a checkpoint that keeps statistics only as typed columns tells of a file. Ranges aren't read from them: as JSON they aren't
    /// spelled as in the log, and a file must never be passed over because of a spelling.
    /// </summary>
    private static string? CountsOf(JsonElement body) => Optional(body, "stats_parsed") is { } parsed && OptionalNumber(parsed, "numRecords") is { } rows
        ? new FileStatistics(rows, NoColumns).ToJson()
        : null;

    private static RemoveFile ReadRemove(JsonElement body) => new(DecodePath(body), OptionalNumber(body, "deletionTimestamp"))
    {
        // A checkpoint's tombstones needn't say so. A commit's must, and rows that may be gone are taken to be.
        DataChange = Optional(body, "dataChange") is not { ValueKind: JsonValueKind.False },
        PartitionValues = Map(body, "partitionValues"),
        Size = OptionalNumber(body, "size"),
        DeletionVector = ReadDeletionVector(body),
    };

    private static DeletionVector? ReadDeletionVector(JsonElement body) => Optional(body, "deletionVector") is not { } vector ? null : new(
        vector.GetProperty("storageType").GetString()!,
        vector.GetProperty("pathOrInlineDv").GetString()!,
        (int?)OptionalNumber(vector, "offset"),
        vector.GetProperty("sizeInBytes").GetInt32(),
        vector.GetProperty("cardinality").GetInt64());

    private static CommitInfo ReadCommitInfo(JsonElement body) => new(OptionalNumber(body, "timestamp"), OptionalText(body, "operation"))
    {
        OperationParameters = Map(body, "operationParameters").ToDictionary(p => p.Key, p => p.Value ?? ""),
        OperationMetrics = Map(body, "operationMetrics").ToDictionary(p => p.Key, p => p.Value ?? ""),
        UserName = OptionalText(body, "userName"),
        EngineInfo = OptionalText(body, "engineInfo"),
        ReadVersion = OptionalNumber(body, "readVersion"),
        InCommitTimestamp = OptionalNumber(body, "inCommitTimestamp"),
        IsBlindAppend = Flag(body, "isBlindAppend"),
        TransactionId = OptionalText(body, "txnId"),
        Recipe = Optional(body, "postmodern") is { ValueKind: JsonValueKind.Object } recipe ? JsonObject.Create(recipe.Clone()) : null,
    };

    private static string DecodePath(JsonElement body)
    {
        var path = body.GetProperty("path").GetString()!;
        return ObjectUri.SchemeOf(path).Length > 0 ? path : Uri.UnescapeDataString(path);
    }

    private static JsonElement? Optional(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? OptionalText(JsonElement body, string name) => Optional(body, name) is { } value ? AsText(value) : null;

    private static long? OptionalNumber(JsonElement body, string name) => Optional(body, name)?.GetInt64();

    private static bool Flag(JsonElement body, string name) => Optional(body, name) is { ValueKind: JsonValueKind.True };

    private static ValueList<string>? OptionalTexts(JsonElement body, string name) =>
        Optional(body, name) is { } values ? new ValueList<string>(values.EnumerateArray().Select(v => v.GetString()!)) : null;

    private static Dictionary<string, string?> Map(JsonElement body, string name) =>
        Optional(body, name) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : AsText(p.Value))
            : [];

    /// <summary>Some writers put numbers and lists where the text of them is usual.</summary>
    private static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
