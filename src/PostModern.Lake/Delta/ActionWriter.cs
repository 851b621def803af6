using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>Actions as a commit file: one JSON object a line.</summary>
internal static class ActionWriter
{
    // Log files are data, not HTML: quotes and umlauts stay legible.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IEnumerable<DeltaAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var action in actions)
        {
            json.WriteStartObject();
            WriteAction(json, action);
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
            json.Reset();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAction(Utf8JsonWriter json, DeltaAction action)
    {
        switch (action)
        {
            case CommitInfo info:
                Write(json, info);
                break;
            case Protocol protocol:
                Write(json, protocol);
                break;
            case TableMetadata metadata:
                Write(json, metadata);
                break;
            case AddFile add:
                Write(json, add);
                break;
            case RemoveFile remove:
                Write(json, remove);
                break;
            case SetTransaction transaction:
                Write(json, transaction);
                break;
            case DomainMetadata domain:
                Write(json, domain);
                break;
            case CheckpointMetadata checkpoint:
                Write(json, checkpoint);
                break;
            default:
                throw new ArgumentException($"{action.GetType().Name} is not written.", nameof(action));
        }
    }

    private static void Write(Utf8JsonWriter json, Protocol protocol)
    {
        json.WriteStartObject("protocol");
        json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        WriteTexts(json, "readerFeatures", protocol.ReaderFeatures);
        WriteTexts(json, "writerFeatures", protocol.WriterFeatures);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TableMetadata metadata)
    {
        json.WriteStartObject("metaData");
        json.WriteString("id", metadata.Id);
        WriteOptional(json, "name", metadata.Name);
        WriteOptional(json, "description", metadata.Description);
        json.WriteStartObject("format");
        json.WriteString("provider", metadata.FormatProvider);
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", metadata.SchemaString);
        WriteTexts(json, "partitionColumns", metadata.PartitionColumns);
        WriteMap(json, "configuration", metadata.Configuration!);
        WriteOptional(json, "createdTime", metadata.CreatedTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AddFile add)
    {
        json.WriteStartObject("add");
        json.WriteString("path", EncodePath(add.Path));
        WriteMap(json, "partitionValues", add.PartitionValues);
        json.WriteNumber("size", add.Size);
        json.WriteNumber("modificationTime", add.ModificationTime);
        json.WriteBoolean("dataChange", add.DataChange);
        WriteOptional(json, "stats", add.Stats);
        if (add.Tags.Count > 0)
        {
            WriteMap(json, "tags", add.Tags);
        }

        Write(json, add.DeletionVector);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RemoveFile remove)
    {
        json.WriteStartObject("remove");
        json.WriteString("path", EncodePath(remove.Path));
        WriteOptional(json, "deletionTimestamp", remove.DeletionTimestamp);
        json.WriteBoolean("dataChange", remove.DataChange);
        json.WriteBoolean("extendedFileMetadata", remove.Size is not null);
        if (remove.Size is { } size)
        {
            WriteMap(json, "partitionValues", remove.PartitionValues);
            json.WriteNumber("size", size);
        }

        Write(json, remove.DeletionVector);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeletionVector? vector)
    {
        if (vector is null)
        {
            return;
        }

        json.WriteStartObject("deletionVector");
        json.WriteString("storageType", vector.StorageType);
        json.WriteString("pathOrInlineDv", vector.PathOrInline);
        WriteOptional(json, "offset", vector.Offset);
        json.WriteNumber("sizeInBytes", vector.SizeInBytes);
        json.WriteNumber("cardinality", vector.Cardinality);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CommitInfo info)
    {
        json.WriteStartObject("commitInfo");
        WriteOptional(json, "inCommitTimestamp", info.InCommitTimestamp);
        WriteOptional(json, "timestamp", info.Timestamp);
        WriteOptional(json, "operation", info.Operation);
        WriteMap(json, "operationParameters", info.OperationParameters!);
        WriteMap(json, "operationMetrics", info.OperationMetrics!);
        WriteOptional(json, "userName", info.UserName);
        WriteOptional(json, "engineInfo", info.EngineInfo);
        WriteOptional(json, "readVersion", info.ReadVersion);
        json.WriteBoolean("isBlindAppend", info.IsBlindAppend);
        WriteOptional(json, "txnId", info.TransactionId);
        if (info.Recipe is not null)
        {
            json.WritePropertyName("postmodern");
            info.Recipe.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SetTransaction transaction)
    {
        json.WriteStartObject("txn");
        json.WriteString("appId", transaction.AppId);
        json.WriteNumber("version", transaction.Version);
        WriteOptional(json, "lastUpdated", transaction.LastUpdated);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DomainMetadata domain)
    {
        json.WriteStartObject("domainMetadata");
        json.WriteString("domain", domain.Domain);
        json.WriteString("configuration", domain.Configuration);
        json.WriteBoolean("removed", domain.Removed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckpointMetadata checkpoint)
    {
        json.WriteStartObject("checkpointMetadata");
        json.WriteNumber("version", checkpoint.Version);
        json.WriteEndObject();
    }

    /// <summary>The log wants relative paths as URIs; an absolute one is a URI already.</summary>
    private static string EncodePath(string path) => ObjectUri.SchemeOf(path).Length > 0 ? path : ObjectUri.EscapePath(path);

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string?> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
