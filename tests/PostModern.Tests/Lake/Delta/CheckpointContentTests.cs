using System.Text.Json.Nodes;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

/// <summary>What is in the checkpoints that we write.</summary>
public sealed class CheckpointContentTests : IDisposable
{
    private static readonly CommitDescription Write = new("WRITE");

    private readonly TestFolder _folder = new();
    private readonly Database _database = Database.Open();
    private readonly Warehouse _warehouse;

    public CheckpointContentTests() => _warehouse = new Warehouse(_folder.Path, new ParquetRows(_database));

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_checkpoint_has_the_columns_and_types_of_the_protocol()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.CommitUpToAsync(10);

        using var connection = _database.Connect();
        using var columns = connection.Query($"DESCRIBE FROM '{dataset.LogPath(dataset.Checkpoints()[0])}'");
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
            FROM '{dataset.LogPath(dataset.Checkpoints()[0])}'
            """);
        Assert.Equal([10, 1, 1, 0, 0, 0, 0, 0], counts.Columns.Select(c => c.Values<long>()[0]));
    }

    [Fact]
    public async Task Whatever_an_action_holds_comes_back_from_a_checkpoint()
    {
        var schema = new Schema(new Field("a'b\"c\nü🦆", ArrowTypes.Utf8), new Field("seen", ArrowTypes.Timestamp));
        await using var draft = await _warehouse.StartCreateAsync("main", "odd");
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
        await dataset.CommitUpToAsync(10);
        var whole = await Snapshot.LoadAsync(dataset.Log);
        dataset.DeleteCommits(0, 9);

        var cut = await Snapshot.LoadAsync(dataset.Log);
        Assert.Equal(whole.Files.Select(LogFiles.Describe), cut.Files.Select(LogFiles.Describe));
        Assert.Equal(path, cut.Files[0].Path);
        Assert.Equal(9007199254740993, cut.Files[0].Rows);
        Assert.Equal(schema, cut.Schema);
    }

    [Fact]
    public async Task Transactions_and_domains_survive_a_rewrite_and_a_checkpoint()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.AppendLineAsync(
            """
            {"txn":{"appId":"stream","version":6}}
            {"txn":{"appId":"other","version":1,"lastUpdated":1700000000000}}
            {"domainMetadata":{"domain":"app.mine","configuration":"{\"a\":1}","removed":false}}
            {"domainMetadata":{"domain":"app.ended","configuration":"","removed":false}}
            """);
        await dataset.AppendLineAsync(
            """
            {"txn":{"appId":"stream","version":7}}
            {"domainMetadata":{"domain":"app.ended","configuration":"","removed":true}}
            """);
        var replace = (await dataset.LatestAsync()).Begin();
        replace.RemoveAll();
        replace.SetSchema(new Schema(new Field("other", ArrowTypes.Utf8)));
        await replace.CommitAsync(Write);
        await dataset.CommitUpToAsync(10);
        dataset.DeleteCommits(0, 9);

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
            await dataset.SetPropertyAsync("delta.deletedFileRetentionDuration", retention);
        }

        var delete = (await dataset.LatestAsync()).Begin();
        delete.Remove(delete.Snapshot.Files[0]);
        var snapshot = (await delete.CommitAsync(Write)).GetSnapshot();

        await CheckpointWriter.WriteAsync(snapshot, DateTimeOffset.UtcNow.AddDays(days), CancellationToken.None);
        dataset.DeleteCommits(0, snapshot.Version);

        var tombstones = (await Snapshot.LoadAsync(dataset.Log)).Carried.Tombstones;
        Assert.Equal(stays ? delete.Snapshot.Files.Select(f => f.Path) : [], tombstones.Select(f => f.Path));
        Assert.All(tombstones, t => Assert.Equal(17, t.Size));
    }

    [Fact]
    public async Task A_table_with_the_feature_gets_v2_checkpoints()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.AppendLineAsync(
            """
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint","inCommitTimestamp"]}}
            """);
        await dataset.CommitUpToAsync(10);
        var whole = await Snapshot.LoadAsync(dataset.Log);

        var name = Assert.Single(dataset.Checkpoints());
        Assert.Matches("^00000000000000000010\\.checkpoint\\.[0-9a-f-]{36}\\.parquet$", name);
        Assert.Equal(name, (string?)JsonNode.Parse(await File.ReadAllTextAsync(dataset.LogPath("_last_checkpoint")))!["v2Checkpoint"]!["path"]);
        using (var connection = _database.Connect())
        {
            using var result = connection.Query($"SELECT max(checkpointMetadata.version), count(sidecar) FROM '{dataset.LogPath(name)}'");
            Assert.Equal((10, 0), (result.Columns[0].Values<long>()[0], result.Columns[1].Values<long>()[0]));
        }

        dataset.DeleteCommits(0, 9);
        Assert.Equal(whole.Files.Select(LogFiles.Describe), (await Snapshot.LoadAsync(dataset.Log)).Files.Select(LogFiles.Describe));
    }
}
