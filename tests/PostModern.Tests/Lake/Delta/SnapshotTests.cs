using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

public sealed class SnapshotTests : IDisposable
{
    private const string SimpleMetadata =
        """{"metaData":{"id":"1","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":[],"configuration":{CONFIGURATION}}}""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_files_of_a_created_dataset_are_what_other_engines_expect()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");

        var log = Directory.GetFiles(Path.Combine(dataset.Path, "_delta_log")).Select(Path.GetFileName).Order();
        Assert.Equal(["00000000000000000000.json", "00000000000000000001.json"], log);
        var actions = (await dataset.Log.ReadAsync(0))!.Actions;
        Assert.Equal([typeof(CommitInfo), typeof(Protocol), typeof(TableMetadata)], actions.Select(a => a.GetType()));
        Assert.Equal(new Protocol(1, 7, null, ["appendOnly", "invariants", "inCommitTimestamp"]), actions[1]);
        Assert.Equal("true", ((TableMetadata)actions[2]).Configuration["delta.enableInCommitTimestamps"]);
        Assert.Equal("CREATE TABLE", ((CommitInfo)actions[0]).Operation);

        var data = (await dataset.Log.ReadAsync(1))!;
        Assert.Equal([typeof(CommitInfo), typeof(AddFile)], data.Actions.Select(a => a.GetType()));
        Assert.Equal("CREATE TABLE AS SELECT", data.Info!.Operation);
        Assert.Equal(0, data.Info.ReadVersion);
        Assert.Equal("3", data.Info.OperationMetrics["numOutputRows"]);
        Assert.Equal("17", data.Info.OperationMetrics["numOutputBytes"]);
        Assert.StartsWith("PostModern/", data.Info.EngineInfo, StringComparison.Ordinal);
        Assert.True(data.Timestamp > (await dataset.Log.ReadAsync(0))!.Timestamp);
    }

    [Fact]
    public async Task A_spark_table_is_read()
    {
        var snapshot = await LoadAsync(ForeignLogs.SparkTable);
        var written = File.GetLastWriteTimeUtc(_folder.At("t/_delta_log/00000000000000000000.json"));

        Assert.Equal(new Schema(new Field("id", ArrowTypes.Int64), new Field("day", ArrowTypes.Date32)), snapshot.Schema);
        Assert.Equal(["day"], snapshot.Metadata.PartitionColumns);
        Assert.Equal(2, snapshot.Rows);
        Assert.Equal(written, snapshot.Timestamp.UtcDateTime, TimeSpan.FromMicroseconds(1));
        Assert.EndsWith("/day=2024-01-01/part-00000 a.snappy.parquet", Assert.Single(snapshot.FileUris), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\",\"timestampNtz\"],\"writerFeatures\":[\"deletionVectors\",\"timestampNtz\"]", "")]
    [InlineData("2,\"minWriterVersion\":5", "")]
    [InlineData("2,\"minWriterVersion\":6", "\"delta.columnMapping.mode\":\"none\"")]
    public async Task A_feature_that_a_table_allows_but_does_not_use_is_no_obstacle(string protocol, string configuration)
    {
        var snapshot = await LoadAsync(Log(protocol, configuration));
        Assert.NotNull(snapshot.Begin());
    }

    [Theory]
    [InlineData("3,\"minWriterVersion\":7,\"readerFeatures\":[\"timeMachine\",\"warp\"],\"writerFeatures\":[\"timeMachine\",\"warp\"]", "", "uses the Delta table features timeMachine, warp")]
    [InlineData("4,\"minWriterVersion\":7", "", "needs Delta reader version 4")]
    public async Task A_table_that_asks_more_of_readers_is_refused_by_name(string protocol, string configuration, string message)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => LoadAsync(Log(protocol, configuration)));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,\"minWriterVersion\":7,\"writerFeatures\":[\"rowTracking\"]", "", "Can't write table '*': it uses the Delta table features rowTracking.")]
    [InlineData("1,\"minWriterVersion\":4", "\"delta.enableChangeDataFeed\":\"true\"", "Can't write table '*': it uses the Delta table features changeDataFeed.")]
    [InlineData("1,\"minWriterVersion\":3", "\"delta.constraints.positive\":\"id > 0\"", "Can't write table '*': it uses the Delta table features checkConstraints.")]
    [InlineData("1,\"minWriterVersion\":8", "", "Table '*' needs Delta writer version 8; 7 is the highest known here.")]
    public async Task A_table_that_asks_more_of_writers_is_read_but_not_written(string protocol, string configuration, string message)
    {
        var snapshot = await LoadAsync(Log(protocol, configuration));
        var error = Assert.Throws<ServerException>(snapshot.Begin);
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Equal(message.Replace("*", snapshot.Log.Location, StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public async Task Deleted_rows_do_not_count_and_a_file_is_removed_with_its_vector_only()
    {
        const string Add = """{"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true,"stats":"{\"numRecords\":9}"VECTOR}}""";
        const string Vector = ""","deletionVector":{"storageType":"i","pathOrInlineDv":"x","sizeInBytes":3,"cardinality":2}""";
        var removal = """{"remove":{"path":"a.parquet","deletionTimestamp":1,"dataChange":true}}""";
        var log = Log("3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]", "");
        var with = Add.Replace("VECTOR", Vector, StringComparison.Ordinal);
        Assert.Equal(7, (await LoadAsync(log + with)).Rows);
        Assert.Equal("ix", Assert.Single((await LoadAsync($"{log}{removal}\n{with}")).Files).DeletionVector!.UniqueId);
    }

    [Fact]
    public async Task An_append_only_table_takes_appends_and_refuses_removals()
    {
        var add = """{"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}""";
        var snapshot = await LoadAsync(Log("1,\"minWriterVersion\":2", "\"delta.appendOnly\":\"true\"") + add);
        var error = Assert.Throws<ServerException>(() => snapshot.Begin().Remove(snapshot.Files[0]));
        Assert.Contains("append-only", error.Message, StringComparison.Ordinal);
        Assert.Null(snapshot.Rows);
    }

    [Fact]
    public async Task A_log_with_a_hole_is_an_error_not_a_shorter_table()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");
        await dataset.InsertAsync();
        await dataset.InsertAsync();
        File.Delete(Path.Combine(dataset.Path, "_delta_log", "00000000000000000002.json"));

        var error = await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(dataset.Log));
        Assert.Contains("version 2 is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_begins_late_without_a_checkpoint_is_damaged()
    {
        _folder.Write("t/_delta_log/00000000000000000010.json", ForeignLogs.SparkTable);
        var error = await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(LogAt("t")));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("version 9 is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_log_is_no_table()
    {
        _folder.With("plain/a.parquet");
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(LogAt("plain")))).Code);
    }

    [Fact]
    public async Task Other_files_in_the_log_folder_are_passed_over()
    {
        await LoadAsync(ForeignLogs.SparkTable);
        _folder.With(
            "t/_delta_log/00000000000000000000.crc", "t/_delta_log/00000000000000000000.00000000000000000005.compacted.json",
            "t/_delta_log/.tmp-1234", "t/_delta_log/00000000000000000000.checkpoint.txt", "t/_delta_log/1.checkpoint.parquet",
            "t/_delta_log/00000000000000000001.checkpoint.0000000003.0000000002.parquet", "t/_delta_log/_last_checkpoint");
        Assert.Equal(0, (await Snapshot.LoadAsync(LogAt("t"))).Version);
    }

    [Fact]
    public async Task A_snapshot_that_advances_equals_one_that_is_loaded()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");
        var old = await Snapshot.LoadAsync(dataset.Log);
        await dataset.InsertAsync(2);
        var delete = (await dataset.LatestAsync()).Begin();
        delete.Remove(old.Files[0]);
        await delete.CommitAsync(new CommitDescription("DELETE"));

        var advanced = await old.AdvanceAsync();
        var loaded = await Snapshot.LoadAsync(dataset.Log);
        Assert.Equal(loaded.Version, advanced.Version);
        Assert.Equal(loaded.Files.Select(f => f.Path), advanced.Files.Select(f => f.Path));
        Assert.Same(advanced, await advanced.AdvanceAsync());
        Assert.Equal(1, old.Version);
        Assert.Single(old.Files);
    }

    private static string Log(string protocol, string configuration) =>
        $"{{\"protocol\":{{\"minReaderVersion\":{protocol}}}}}\n"
        + SimpleMetadata.Replace("CONFIGURATION", configuration, StringComparison.Ordinal) + "\n";

    private DeltaLog LogAt(string name) => new(new LocalObjectStore(), _folder.At(name));

    private Task<Snapshot> LoadAsync(string firstCommit)
    {
        _folder.Write("t/_delta_log/00000000000000000000.json", firstCommit);
        return Snapshot.LoadAsync(LogAt("t"));
    }
}
