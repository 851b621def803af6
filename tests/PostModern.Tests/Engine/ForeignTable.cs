using System.Text.Json.Nodes;
using PostModern.Engine.Sessions;

namespace PostModern.Tests.Engine;

/// <summary>A Delta table as another engine might have written it: data files by DuckDB's COPY, the log by hand.</summary>
internal sealed class ForeignTable
{
    private readonly Session _session;
    private readonly JsonArray _fields = [];
    private readonly JsonObject _configuration = [];
    private readonly List<string> _features = [];
    private readonly List<JsonObject> _actions = [];
    private string[] _partitions = [];

    public ForeignTable(EngineFixture fixture, Session session, string name)
    {
        _session = session;
        Folder = Path.Combine(fixture.Warehouse, "main", name);
        Directory.CreateDirectory(Path.Combine(Folder, "_delta_log"));
    }

    public string Folder { get; }

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">A Delta type: a name, or JSON.</param>
    /// <param name="metadata">JSON.</param>
    public ForeignTable Column(string name, string type, string metadata = "{}")
    {
        _fields.Add(new JsonObject
        {
            ["name"] = name,
            ["type"] = type.StartsWith('{') ? JsonNode.Parse(type) : JsonValue.Create(type),
            ["nullable"] = true,
            ["metadata"] = JsonNode.Parse(metadata),
        });
        return this;
    }

    /// <summary>Adds a column that the files know by another name.</summary>
    public ForeignTable Mapped(string name, string type, string physical, int id) =>
        Column(name, type, $$"""{"delta.columnMapping.id":{{id}},"delta.columnMapping.physicalName":"{{physical}}"}""");

    public ForeignTable PartitionedBy(params string[] columns)
    {
        _partitions = columns;
        return this;
    }

    public ForeignTable Property(string key, string value)
    {
        _configuration[key] = value;
        return this;
    }

    /// <summary>A feature that readers and writers must know.</summary>
    public ForeignTable Feature(string name)
    {
        _features.Add(name);
        return this;
    }

    /// <summary>Writes a data file and adds it.</summary>
    /// <param name="path">Decoded, relative.</param>
    /// <param name="query">Its rows.</param>
    /// <param name="partition">JSON.</param>
    /// <param name="vector">A deletion vector's JSON.</param>
    /// <param name="loggedPath">The path as the log has it, when that isn't <paramref name="path"/>.</param>
    /// <param name="options">More options of COPY.</param>
    public async Task<ForeignTable> FileAsync(
        string path, string query, string partition = "{}", string? vector = null, string? loggedPath = null, string options = "")
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await _session.RunAsync($"COPY ({query}) TO '{file.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet{options})");
        return Add(loggedPath ?? path, new FileInfo(file).Length, partition, vector);
    }

    /// <summary>Adds a file that is there.</summary>
    public ForeignTable Add(string loggedPath, long size, string partition = "{}", string? vector = null)
    {
        var add = new JsonObject
        {
            ["path"] = loggedPath,
            ["partitionValues"] = JsonNode.Parse(partition),
            ["size"] = size,
            ["modificationTime"] = 1700000000000,
            ["dataChange"] = true,
        };
        if (vector is not null)
        {
            add["deletionVector"] = JsonNode.Parse(vector);
        }

        _actions.Add(new JsonObject { ["add"] = add });
        return this;
    }

    /// <summary>Writes all that was added as one version.</summary>
    /// <param name="version">Its number; the schema goes into each.</param>
    public async Task CommitAsync(int version = 0)
    {
        var schema = new JsonObject { ["type"] = "struct", ["fields"] = _fields.DeepClone() };
        string[] features = [.. _features];
        var lines = new List<JsonObject>
        {
            new()
            {
                ["protocol"] = new JsonObject
                {
                    ["minReaderVersion"] = 3,
                    ["minWriterVersion"] = 7,
                    ["readerFeatures"] = new JsonArray([.. features.Select(f => JsonValue.Create(f))]),
                    ["writerFeatures"] = new JsonArray([.. features.Select(f => JsonValue.Create(f))]),
                },
            },
            new()
            {
                ["metaData"] = new JsonObject
                {
                    ["id"] = "f6b6a6a0-0000-4000-8000-000000000001",
                    ["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() },
                    ["schemaString"] = schema.ToJsonString(),
                    ["partitionColumns"] = new JsonArray([.. _partitions.Select(p => JsonValue.Create(p))]),
                    ["configuration"] = _configuration.DeepClone(),
                },
            },
        };
        var log = string.Join('\n', lines.Concat(_actions).Select(a => a.ToJsonString()));
        _actions.Clear();
        await File.WriteAllTextAsync(Path.Combine(Folder, "_delta_log", $"{version:D20}.json"), log + "\n");
    }
}
