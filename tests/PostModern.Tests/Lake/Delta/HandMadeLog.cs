using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Delta;

/// <summary>A log put together file by file, with checkpoints that DuckDB writes from SQL: as another engine's, not as our writer's.</summary>
internal sealed class HandMadeLog : IDisposable
{
    public const string Protocol = "SELECT {'minReaderVersion': 1, 'minWriterVersion': 2} AS protocol";

    public const string V2Protocol =
        "SELECT {'minReaderVersion': 3, 'minWriterVersion': 7, 'readerFeatures': ['v2Checkpoint'], 'writerFeatures': ['v2Checkpoint', 'appendOnly']} AS protocol";

    public const string Metadata =
        """
        SELECT {'id': 'f6b6', 'name': NULL::VARCHAR, 'format': {'provider': 'parquet', 'options': MAP {}::MAP(VARCHAR, VARCHAR)},
            'schemaString': '{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}},{"name":"day","type":"date","nullable":true,"metadata":{}}]}',
            'partitionColumns': ['day'], 'configuration': MAP {'delta.appendOnly': 'false'}, 'createdTime': 1700000000000} AS metaData
        """;

    private readonly TestFolder _folder = new();
    private readonly Database _database = Database.Open();

    public HandMadeLog()
    {
        Directory.CreateDirectory(At("_sidecars"));
        Log = new DeltaLog(new LocalObjectStore(), _folder.At("t"), new ParquetRows(_database));
    }

    public DeltaLog Log { get; }

    /// <summary>A path in the log's folder.</summary>
    public string At(string name) => _folder.At("t/_delta_log/" + name);

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    /// <summary>An <c>add</c> of three rows.</summary>
    public static string Add(string path) =>
        $$$"""
        SELECT {'path': '{{{path}}}', 'partitionValues': MAP {'day': '2024-01-01'}, 'size': 700, 'modificationTime': 1700000000100, 'dataChange': false,
            'stats': '{"numRecords":3}', 'tags': MAP {'ZCUBE_ID': 'z'}} AS add
        """;

    public static string Remove(string path) =>
        $"SELECT {{'path': '{path}', 'deletionTimestamp': 1700000000200, 'dataChange': false, 'extendedFileMetadata': false}} AS remove";

    /// <summary>A Parquet file in the log's folder of these rows, of which each has one column.</summary>
    public HandMadeLog WithParquet(string name, params string[] rows)
    {
        using var connection = _database.Connect();
        connection.Execute($"COPY ({string.Join(" UNION ALL BY NAME ", rows)}) TO '{At(name)}' (FORMAT parquet)");
        return this;
    }

    public HandMadeLog WithFile(string name, string content)
    {
        _folder.Write("t/_delta_log/" + name, content);
        return this;
    }

    /// <summary>Commits that each add one file of one row, called by the version.</summary>
    public HandMadeLog WithCommits(int first, int last)
    {
        for (var version = first; version <= last; version++)
        {
            WithFile(
                DeltaLog.FileName(version),
                $$$"""
                {"commitInfo":{"timestamp":1700000000000,"operation":"WRITE"}}
                {"add":{"path":"{{{version}}}.parquet","partitionValues":{"day":null},"size":1,"modificationTime":1,"dataChange":true,"stats":"{\"numRecords\":1}"}}

                """);
        }

        return this;
    }

    /// <summary>Commit 0, which says what the table is.</summary>
    public HandMadeLog WithBeginning()
    {
        WithFile(DeltaLog.FileName(0), ForeignLogs.SparkTable);
        return this;
    }
}
