using System.Text.Json.Nodes;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

/// <summary>When checkpoints are written, and what may go wrong.</summary>
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
        await dataset.CommitUpToAsync(25);

        Assert.Equal(["00000000000000000010.checkpoint.parquet", "00000000000000000020.checkpoint.parquet"], dataset.Checkpoints());
        var whole = await Snapshot.LoadAsync(dataset.Log);
        dataset.DeleteCommits(0, 19);

        var cut = await Snapshot.LoadAsync(dataset.Log);
        Assert.Equal(whole.Files.Select(LogFiles.Describe), cut.Files.Select(LogFiles.Describe));
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
        await dataset.CommitUpToAsync(12);
        dataset.DeleteCommits(0, 9);
        var mine = await new Warehouse(_warehouse.Root, new ParquetRows(_database)).OpenAsync("main", "images");

        var late = (await mine.LatestAsync()).Begin();
        late.Remove(late.Snapshot.Files[0]);
        await dataset.InsertAsync();

        Assert.Null(await late.FindConflictAsync());
        Assert.Equal(14, Assert.IsType<Committed>(await late.CommitAsync(Write)).Snapshot.Version);
        await mine.CommitUpToAsync(20);
        Assert.Equal(["00000000000000000010.checkpoint.parquet", "00000000000000000020.checkpoint.parquet"], dataset.Checkpoints());
    }

    [Fact]
    public async Task The_hint_says_which_checkpoint_is_the_last()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.CommitUpToAsync(10);

        var hint = JsonNode.Parse(await File.ReadAllTextAsync(dataset.LogPath("_last_checkpoint")))!;
        Assert.Equal(10, (long)hint["version"]!);
        Assert.Equal(12, (long)hint["size"]!); // protocol, metaData, ten files
        Assert.Equal(10, (long)hint["numOfAddFiles"]!);
        Assert.Equal(new FileInfo(dataset.LogPath(dataset.Checkpoints()[0])).Length, (long)hint["sizeInBytes"]!);
    }

    [Theory]
    [InlineData("not JSON", 10)]
    [InlineData("{\"version\":3}", 10)]
    [InlineData("{\"version\":99}", 99)]
    public async Task A_hint_to_a_newer_checkpoint_stays_and_any_other_is_replaced(string before, long after)
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await File.WriteAllTextAsync(dataset.LogPath("_last_checkpoint"), before);
        await dataset.CommitUpToAsync(10);

        Assert.Equal(after, (long)JsonNode.Parse(await File.ReadAllTextAsync(dataset.LogPath("_last_checkpoint")))!["version"]!);
    }

    [Fact]
    public async Task The_table_says_how_often_it_wants_checkpoints()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.SetPropertyAsync("delta.checkpointInterval", "3");
        await dataset.CommitUpToAsync(7);

        Assert.Equal(["00000000000000000003.checkpoint.parquet", "00000000000000000006.checkpoint.parquet"], dataset.Checkpoints());
    }

    [Fact]
    public async Task A_checkpoint_that_can_not_be_written_fails_no_commit()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.CommitUpToAsync(9);
        _database.Dispose();

        var committed = Assert.IsType<Committed>(await dataset.InsertAsync());
        Assert.NotNull(committed.MaintenanceFailure);
        Assert.Equal(10, committed.Snapshot.Version);
        Assert.Empty(dataset.Checkpoints());
        Assert.Equal(11, Assert.IsType<Committed>(await dataset.InsertAsync()).Snapshot.Version);
    }

    [Fact]
    public async Task Of_two_writers_of_one_checkpoint_the_second_changes_nothing()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.CommitUpToAsync(10);
        var before = await File.ReadAllBytesAsync(dataset.LogPath(dataset.Checkpoints()[0]));

        await CheckpointWriter.WriteAsync(await dataset.LatestAsync(), DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.Equal(before, await File.ReadAllBytesAsync(dataset.LogPath(dataset.Checkpoints()[0])));
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
}
