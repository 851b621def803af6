using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

public sealed class CheckpointReadingTests : IDisposable
{
    private const string Classic = "00000000000000000010.checkpoint.parquet";
    private const string Unique = "00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11";
    private readonly HandMadeLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_log_whose_beginning_was_cleaned_up_is_read_from_its_checkpoint()
    {
        _log.WithCommits(10, 12).WithParquet(
            Classic,
            HandMadeLog.Protocol,
            HandMadeLog.Metadata,
            HandMadeLog.Add("day=2024-01-01/part%20%C3%BC%25.parquet"),
            HandMadeLog.Remove("gone.parquet"),
            "SELECT {'appId': 'stream', 'version': 7, 'lastUpdated': NULL::BIGINT} AS txn",
            "SELECT {'domain': 'app.mine', 'configuration': '{}', 'removed': false} AS domainMetadata",
            "SELECT {'of': 'tomorrow'} AS somethingNew");

        var snapshot = await Snapshot.LoadAsync(_log.Log);

        Assert.Equal(12, snapshot.Version);
        Assert.Equal(["day=2024-01-01/part ü%.parquet", "11.parquet", "12.parquet"], snapshot.Files.Select(f => f.Path));
        Assert.Equal("2024-01-01", snapshot.Files[0].PartitionValues["day"]);
        Assert.Equal("z", snapshot.Files[0].Tags["ZCUBE_ID"]);
        Assert.Equal(5, snapshot.Rows);
        Assert.Equal(["day"], snapshot.Metadata.PartitionColumns);
        Assert.Equal("false", snapshot.Metadata.Configuration["delta.appendOnly"]);
        Assert.Equal(new Protocol(1, 2), snapshot.Protocol);
        Assert.Equal("gone.parquet", Assert.Single(snapshot.Carried.Tombstones).Path);
        Assert.Equal(new SetTransaction("stream", 7, null), Assert.Single(snapshot.Carried.Transactions));
        Assert.Equal(new DomainMetadata("app.mine", "{}"), Assert.Single(snapshot.Carried.Domains));
    }

    [Fact]
    public async Task A_checkpoint_in_parts_is_all_of_them()
    {
        _log.WithCommits(10, 11)
            .WithParquet("00000000000000000010.checkpoint.0000000001.0000000002.parquet", HandMadeLog.Add("a.parquet"), HandMadeLog.Metadata)
            .WithParquet("00000000000000000010.checkpoint.0000000002.0000000002.parquet", HandMadeLog.Protocol, HandMadeLog.Add("b.parquet"));

        Assert.Equal(["a.parquet", "b.parquet", "11.parquet"], (await Snapshot.LoadAsync(_log.Log)).Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_checkpoint_that_lacks_a_part_is_none()
    {
        _log.WithBeginning().WithCommits(1, 11)
            .WithParquet("00000000000000000010.checkpoint.0000000001.0000000002.parquet", HandMadeLog.Protocol, HandMadeLog.Metadata);

        Assert.Equal(12, (await Snapshot.LoadAsync(_log.Log)).Files.Count);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task A_v2_checkpoint_names_the_sidecars_that_hold_its_files(string format)
    {
        _log.WithCommits(10, 11)
            .WithParquet("_sidecars/one.parquet", HandMadeLog.Add("a.parquet"), HandMadeLog.Remove("gone.parquet"))
            .WithParquet("_sidecars/two three.parquet", HandMadeLog.Add("b.parquet"));
        if (format == "json")
        {
            _log.WithFile(
                Unique + ".json",
                """
                {"checkpointMetadata":{"version":10,"tags":{}}}
                {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}}
                {"metaData":{"id":"f6b6","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":[],"configuration":{}}}
                {"sidecar":{"path":"one.parquet","sizeInBytes":1,"modificationTime":1,"tags":{}}}
                {"sidecar":{"path":"two%20three.parquet","sizeInBytes":1,"modificationTime":1}}
                """);
        }
        else
        {
            _log.WithParquet(
                Unique + ".parquet",
                "SELECT {'version': 10, 'tags': MAP {}::MAP(VARCHAR, VARCHAR)} AS checkpointMetadata",
                HandMadeLog.V2Protocol,
                HandMadeLog.Metadata,
                "SELECT {'path': 'one.parquet', 'sizeInBytes': 1, 'modificationTime': 1} AS sidecar",
                "SELECT {'path': 'two%20three.parquet', 'sizeInBytes': 1, 'modificationTime': 1} AS sidecar");
        }

        var snapshot = await Snapshot.LoadAsync(_log.Log);

        Assert.Equal(["a.parquet", "b.parquet", "11.parquet"], snapshot.Files.Select(f => f.Path));
        Assert.Equal("gone.parquet", Assert.Single(snapshot.Carried.Tombstones).Path);
        Assert.NotNull(snapshot.Begin());
    }

    [Fact]
    public async Task A_missing_sidecar_is_an_error_that_names_it()
    {
        _log.WithCommits(10, 11).WithParquet(
            Unique + ".parquet",
            HandMadeLog.V2Protocol,
            HandMadeLog.Metadata,
            "SELECT {'path': 'one.parquet', 'sizeInBytes': 1, 'modificationTime': 1} AS sidecar");

        var error = await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(_log.Log));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("_sidecars/one.parquet', which is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"version\":3}")]
    [InlineData("{\"version\":9999,\"size\":1}")]
    [InlineData("{\"version\":10,\"parts\":7}")]
    [InlineData("half a li")]
    public async Task The_hint_to_the_last_checkpoint_may_be_missing_stale_or_wrong(string? hint)
    {
        _log.WithCommits(10, 11).WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));
        if (hint is not null)
        {
            _log.WithFile("_last_checkpoint", hint);
        }

        Assert.Equal(["a.parquet", "11.parquet"], (await Snapshot.LoadAsync(_log.Log)).Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_broken_checkpoint_does_no_harm_where_an_older_one_or_the_commits_say_the_same()
    {
        _log.WithBeginning().WithCommits(1, 12).WithFile(Classic, "PAR1 in name only");
        Assert.Equal(13, (await Snapshot.LoadAsync(_log.Log)).Files.Count);

        File.Delete(_log.At(DeltaLog.FileName(3)));
        _log.WithParquet("00000000000000000005.checkpoint.parquet", HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));
        Assert.Equal(8, (await Snapshot.LoadAsync(_log.Log)).Files.Count);
    }

    [Fact]
    public async Task A_broken_checkpoint_without_another_way_is_an_error()
    {
        _log.WithCommits(10, 12).WithFile(Classic, "PAR1 in name only");

        var error = await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(_log.Log));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
    }

    [Fact]
    public async Task Each_version_is_read_from_the_nearest_checkpoint_before_it()
    {
        // What the checkpoints claim tells which one was used.
        _log.WithBeginning().WithCommits(1, 25)
            .WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("from-10.parquet"))
            .WithParquet("00000000000000000020.checkpoint.parquet", HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("from-20.parquet"));

        Assert.Equal(10, (await Snapshot.LoadAsync(_log.Log, 9)).Files.Count);
        Assert.Equal(["from-10.parquet"], (await Snapshot.LoadAsync(_log.Log, 10)).Files.Select(f => f.Path));
        Assert.Equal("from-10.parquet", (await Snapshot.LoadAsync(_log.Log, 19)).Files[0].Path);
        Assert.Equal("from-20.parquet", (await Snapshot.LoadAsync(_log.Log, 20)).Files[0].Path);
        Assert.Equal(6, (await Snapshot.LoadAsync(_log.Log)).Files.Count);
    }

    [Fact]
    public async Task A_version_from_before_the_oldest_checkpoint_is_gone()
    {
        _log.WithCommits(8, 12).WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));

        var error = await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(_log.Log, 9));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.EndsWith("is gone from its log; the oldest version that can still be read is 10.", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await Snapshot.LoadAsync(_log.Log, 10)).Version);
    }

    [Fact]
    public async Task A_table_of_which_only_the_checkpoint_is_left_can_be_read_and_written()
    {
        _log.WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));
        var snapshot = await Snapshot.LoadAsync(_log.Log);
        Assert.Same(snapshot, await snapshot.AdvanceAsync());

        var transaction = snapshot.Begin();
        var file = AddFile.Of("b.parquet", 4, new FileStatistics(1, new Dictionary<string, ColumnStatistics>()));
        File.WriteAllText(Path.Combine(_log.Log.Location, file.Path), "PAR1");
        transaction.Add(file);

        Assert.Equal(11, (await transaction.CommitAsync(new CommitDescription("WRITE"))).GetSnapshot().Version);
        Assert.Equal(["a.parquet", "b.parquet"], (await Snapshot.LoadAsync(_log.Log)).Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_checkpoint_with_statistics_as_columns_only_still_tells_the_rows()
    {
        _log.WithCommits(10, 10).WithParquet(
            Classic,
            HandMadeLog.Protocol,
            HandMadeLog.Metadata,
            """
            SELECT {'path': 'a.parquet', 'partitionValues': MAP {'day': NULL::VARCHAR}, 'size': 7, 'modificationTime': 1, 'dataChange': false,
                'stats_parsed': {'numRecords': 42, 'minValues': {'id': 1, 'x': '-inf'::DOUBLE}, 'maxValues': {'id': 9, 'x': 'nan'::DOUBLE}}} AS add
            """);

        var file = Assert.Single((await Snapshot.LoadAsync(_log.Log)).Files);
        Assert.Equal(42, file.Rows);
        Assert.Null(file.PartitionValues["day"]);
        Assert.Empty(file.ReadStatistics()!.Columns);
    }

    [Fact]
    public async Task A_snapshot_advances_from_a_checkpoint_by_what_is_new()
    {
        _log.WithCommits(10, 11).WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));
        var old = await Snapshot.LoadAsync(_log.Log);
        File.Delete(_log.At(Classic));
        _log.WithCommits(12, 13);

        Assert.Equal(["a.parquet", "11.parquet", "12.parquet", "13.parquet"], (await old.AdvanceAsync()).Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Without_a_reader_of_parquet_a_whole_log_is_still_read_and_a_cut_one_refused()
    {
        var blind = new DeltaLog(_log.Log.Store, _log.Log.Location);
        _log.WithBeginning().WithCommits(1, 12).WithParquet(Classic, HandMadeLog.Protocol, HandMadeLog.Metadata);
        Assert.Equal(13, (await Snapshot.LoadAsync(blind)).Files.Count);

        File.Delete(_log.At(DeltaLog.FileName(0)));
        Assert.Equal(ErrorCode.Unsupported, (await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(blind))).Code);
    }
}
