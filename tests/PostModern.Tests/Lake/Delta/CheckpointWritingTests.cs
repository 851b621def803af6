using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

public sealed class CheckpointWritingTests : IDisposable
{
    private static readonly CommitDescription Write = new("WRITE");

    private readonly TestFolder _folder = new();
    private readonly Database _database = Database.Open();
    private readonly Warehouse _warehouse;

    public CheckpointWritingTests() => _warehouse = new Warehouse(_folder.Path, new ParquetRows(_database));

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_tenth_commit_leaves_a_checkpoint_and_the_versions_after_it_need_nothing_older()
    {
        var dataset = await _warehouse.CreateTableAsync("images", rows: 3);
        await CommitUpToAsync(dataset, 25);

        Assert.Equal(["00000000000000000010.checkpoint.parquet", "00000000000000000020.checkpoint.parquet"], Checkpoints(dataset));
        var whole = await Snapshot.LoadAsync(dataset.Log);
        DeleteCommits(dataset, 0, 19);

        var cut = await Snapshot.LoadAsync(dataset.Log);
        Assert.Equal(whole.Files.Select(Describe), cut.Files.Select(Describe));
        Assert.Equal((25, 27), (cut.Version, cut.Rows));
        Assert.Equal(whole.Metadata with { Configuration = cut.Metadata.Configuration }, cut.Metadata);
        Assert.Equal(whole.Metadata.Configuration, cut.Metadata.Configuration);
        Assert.Equal(whole.Protocol, cut.Protocol);
        Assert.Equal(whole.Timestamp, cut.Timestamp);
    }

    [Fact]
    public async Task A_table_can_be_written_on_when_its_first_commits_are_gone()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await CommitUpToAsync(dataset, 12);
        DeleteCommits(dataset, 0, 9);
        var mine = await new Warehouse(_warehouse.Root, new ParquetRows(_database)).OpenAsync("main", "images");

        var late = (await mine.LatestAsync()).Begin();
        late.Remove(late.Snapshot.Files[0]);
        await dataset.InsertAsync();

        Assert.Null(await late.FindConflictAsync());
        Assert.Equal(14, Assert.IsType<Committed>(await late.CommitAsync(Write)).Snapshot.Version);
        await CommitUpToAsync(mine, 20);
        Assert.Equal(["00000000000000000010.checkpoint.parquet", "00000000000000000020.checkpoint.parquet"], Checkpoints(dataset));
    }

    [Fact]
    public async Task The_hint_says_which_checkpoint_is_the_last()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await CommitUpToAsync(dataset, 10);

        var hint = JsonNode.Parse(await File.ReadAllTextAsync(LogPath(dataset, "_last_checkpoint")))!;
        Assert.Equal(10, (long)hint["version"]!);
        Assert.Equal(12, (long)hint["size"]!); // protocol, metaData, ten files
        Assert.Equal(10, (long)hint["numOfAddFiles"]!);
        Assert.Equal(new FileInfo(LogPath(dataset, Checkpoints(dataset)[0])).Length, (long)hint["sizeInBytes"]!);
    }

    [Theory]
    [InlineData("not JSON", 10)]
    [InlineData("{\"version\":3}", 10)]
    [InlineData("{\"version\":99}", 99)]
    public async Task A_hint_to_a_newer_checkpoint_stays_and_any_other_is_replaced(string before, long after)
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await File.WriteAllTextAsync(LogPath(dataset, "_last_checkpoint"), before);
        await CommitUpToAsync(dataset, 10);

        Assert.Equal(after, (long)JsonNode.Parse(await File.ReadAllTextAsync(LogPath(dataset, "_last_checkpoint")))!["version"]!);
    }

    [Fact]
    public async Task A_checkpoint_has_the_columns_and_types_of_the_protocol()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await CommitUpToAsync(dataset, 10);

        using var connection = _database.Connect();
        using var columns = connection.Query($"DESCRIBE FROM '{LogPath(dataset, Checkpoints(dataset)[0])}'");
        var types = Enumerable.Range(0, columns.Length).ToDictionary(r => columns.Columns[0].GetString(r)!, r => columns.Columns[1].GetString(r)!);
        Assert.Equal(["add", "domainMetadata", "metaData", "protocol", "remove", "txn"], types.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith(
            "STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, dataChange BOOLEAN, tags MAP(VARCHAR, VARCHAR), deletionVector STRUCT(",
            types["add"],
            StringComparison.Ordinal);
        Assert.Equal(
            "STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])", types["protocol"]);
        using var counts = connection.Query(
            $"""
            SELECT count(add), count(metaData), count(protocol), count(remove), count(txn), count(domainMetadata), count(add.deletionVector), count(protocol.readerFeatures)
            FROM '{LogPath(dataset, Checkpoints(dataset)[0])}'
            """);
        Assert.Equal([10, 1, 1, 0, 0, 0, 0, 0], counts.Columns.Select(c => c.Values<long>()[0]));
    }

    [Fact]
    public async Task Whatever_an_action_holds_comes_back_from_a_checkpoint()
    {
        var schema = new Schema(new Field("a'b\"c\nü🦆", ArrowTypes.Utf8), new Field("seen", ArrowTypes.Timestamp));
        await using var draft = _warehouse.StartCreate("main", "odd");
        var content = (await draft.DeclareAsync(schema)).Begin();
        var dataset = await draft.PublishAsync(content, Write);
        var change = (await dataset.LatestAsync()).Begin();
        var path = "day=a b%2F/x'y\"z ü🦆#?.parquet";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(dataset.Path, path))!);
        await File.WriteAllTextAsync(Path.Combine(dataset.Path, path), "PAR1");
        change.Add(new AddFile(path, 4, 1700000000000)
        {
            PartitionValues = new Dictionary<string, string?> { ["day"] = "a \"b\"\n", ["none"] = null },
            Tags = new Dictionary<string, string?> { ["k"] = "2024-01-01" },
            Stats = """{"numRecords":9007199254740993,"minValues":{"a'b":"\"ü\n"}}""",
        });
        await change.CommitAsync(Write);
        await CommitUpToAsync(dataset, 10);
        var whole = await Snapshot.LoadAsync(dataset.Log);
        DeleteCommits(dataset, 0, 9);

        var cut = await Snapshot.LoadAsync(dataset.Log);
        Assert.Equal(whole.Files.Select(Describe), cut.Files.Select(Describe));
        Assert.Equal(path, cut.Files[0].Path);
        Assert.Equal(9007199254740993, cut.Files[0].Rows);
        Assert.Equal(schema, cut.Schema);
    }

    [Fact]
    public async Task Transactions_and_domains_survive_a_rewrite_and_a_checkpoint()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await AppendLineAsync(
            dataset,
            """
            {"txn":{"appId":"stream","version":6}}
            {"txn":{"appId":"other","version":1,"lastUpdated":1700000000000}}
            {"domainMetadata":{"domain":"app.mine","configuration":"{\"a\":1}","removed":false}}
            {"domainMetadata":{"domain":"app.ended","configuration":"","removed":false}}
            """);
        await AppendLineAsync(
            dataset,
            """
            {"txn":{"appId":"stream","version":7}}
            {"domainMetadata":{"domain":"app.ended","configuration":"","removed":true}}
            """);
        var replace = (await dataset.LatestAsync()).Begin();
        replace.RemoveAll();
        replace.SetSchema(new Schema(new Field("other", ArrowTypes.Utf8)));
        await replace.CommitAsync(Write);
        await CommitUpToAsync(dataset, 10);
        DeleteCommits(dataset, 0, 9);

        var carried = (await Snapshot.LoadAsync(dataset.Log)).Carried;
        Assert.Equal(
            [new SetTransaction("other", 1, 1700000000000), new SetTransaction("stream", 7, null)], carried.Transactions.OrderBy(t => t.AppId));
        Assert.Equal([new DomainMetadata("app.mine", """{"a":1}""")], carried.Domains);
    }

    [Theory]
    [InlineData(null, 6, true)]
    [InlineData(null, 8, false)]
    [InlineData("interval 1 hours", 1, false)]
    [InlineData("interval 5 weeks", 8, true)]
    public async Task A_removed_file_stays_in_checkpoints_while_somebody_may_still_read_it(string? retention, int days, bool stays)
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        if (retention is not null)
        {
            await SetPropertyAsync(dataset, "delta.deletedFileRetentionDuration", retention);
        }

        var delete = (await dataset.LatestAsync()).Begin();
        delete.Remove(delete.Snapshot.Files[0]);
        var snapshot = (await delete.CommitAsync(Write)).GetSnapshot();

        await CheckpointWriter.WriteAsync(snapshot, DateTimeOffset.UtcNow.AddDays(days), CancellationToken.None);
        DeleteCommits(dataset, 0, snapshot.Version);

        var tombstones = (await Snapshot.LoadAsync(dataset.Log)).Carried.Tombstones;
        Assert.Equal(stays ? delete.Snapshot.Files.Select(f => f.Path) : [], tombstones.Select(f => f.Path));
        Assert.All(tombstones, t => Assert.Equal(17, t.Size));
    }

    [Fact]
    public async Task A_table_with_the_feature_gets_v2_checkpoints()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await AppendLineAsync(
            dataset,
            """
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint","inCommitTimestamp"]}}
            """);
        await CommitUpToAsync(dataset, 10);
        var whole = await Snapshot.LoadAsync(dataset.Log);

        var name = Assert.Single(Checkpoints(dataset));
        Assert.Matches("^00000000000000000010\\.checkpoint\\.[0-9a-f-]{36}\\.parquet$", name);
        Assert.Equal(name, (string?)JsonNode.Parse(await File.ReadAllTextAsync(LogPath(dataset, "_last_checkpoint")))!["v2Checkpoint"]!["path"]);
        using (var connection = _database.Connect())
        {
            using var result = connection.Query($"SELECT max(checkpointMetadata.version), count(sidecar) FROM '{LogPath(dataset, name)}'");
            Assert.Equal((10, 0), (result.Columns[0].Values<long>()[0], result.Columns[1].Values<long>()[0]));
        }

        DeleteCommits(dataset, 0, 9);
        Assert.Equal(whole.Files.Select(Describe), (await Snapshot.LoadAsync(dataset.Log)).Files.Select(Describe));
    }

    [Fact]
    public async Task The_table_says_how_often_it_wants_checkpoints()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await SetPropertyAsync(dataset, "delta.checkpointInterval", "3");
        await CommitUpToAsync(dataset, 7);

        Assert.Equal(["00000000000000000003.checkpoint.parquet", "00000000000000000006.checkpoint.parquet"], Checkpoints(dataset));
    }

    [Fact]
    public async Task A_checkpoint_that_can_not_be_written_fails_no_commit()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await CommitUpToAsync(dataset, 9);
        _database.Dispose();

        var committed = Assert.IsType<Committed>(await dataset.InsertAsync());
        Assert.NotNull(committed.MaintenanceFailure);
        Assert.Equal(10, committed.Snapshot.Version);
        Assert.Empty(Checkpoints(dataset));
        Assert.Equal(11, Assert.IsType<Committed>(await dataset.InsertAsync()).Snapshot.Version);
    }

    [Fact]
    public async Task Of_two_writers_of_one_checkpoint_the_second_changes_nothing()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await CommitUpToAsync(dataset, 10);
        var before = await File.ReadAllBytesAsync(LogPath(dataset, Checkpoints(dataset)[0]));

        await CheckpointWriter.WriteAsync(await dataset.LatestAsync(), DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.Equal(before, await File.ReadAllBytesAsync(LogPath(dataset, Checkpoints(dataset)[0])));
    }

    [Fact]
    public async Task Writing_a_checkpoint_of_a_dropped_dataset_does_not_bring_its_folder_back()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var snapshot = await dataset.LatestAsync();
        await _warehouse.DropAsync("main", "images");

        await Assert.ThrowsAnyAsync<Exception>(() => CheckpointWriter.WriteAsync(snapshot, DateTimeOffset.UtcNow, CancellationToken.None));
        Assert.Empty(await _warehouse.ListAsync());
        Assert.False(Directory.Exists(dataset.Path));
    }

    private static string Describe(AddFile file) => JsonSerializer.Serialize(file with { DataChange = false });

    private static async Task CommitUpToAsync(Dataset dataset, long version)
    {
        while ((await dataset.LatestAsync()).Version < version)
        {
            Assert.Null(Assert.IsType<Committed>(await dataset.InsertAsync()).MaintenanceFailure);
        }
    }

    /// <summary>Another engine's commit as the next version.</summary>
    private static async Task AppendLineAsync(Dataset dataset, string actions)
    {
        var next = (await dataset.LatestAsync()).Version + 1;
        await File.WriteAllTextAsync(LogPath(dataset, DeltaLog.FileName(next)), actions);
    }

    private static async Task SetPropertyAsync(Dataset dataset, string key, string value)
    {
        var metadata = (await dataset.LatestAsync()).Metadata;
        var changed = metadata with { Configuration = new Dictionary<string, string>(metadata.Configuration) { [key] = value } };
        await AppendLineAsync(dataset, System.Text.Encoding.UTF8.GetString(ActionWriter.Write([changed])));
    }

    private static string LogPath(Dataset dataset, string name) => Path.Combine(dataset.Path, DeltaLog.FolderName, name);

    private static List<string> Checkpoints(Dataset dataset) =>
        [.. Directory.GetFiles(LogPath(dataset, ""), "*.checkpoint.*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private static void DeleteCommits(Dataset dataset, long first, long last)
    {
        for (var version = first; version <= last; version++)
        {
            File.Delete(LogPath(dataset, DeltaLog.FileName(version)));
        }
    }
}
