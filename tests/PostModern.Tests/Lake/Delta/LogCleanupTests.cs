using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

public sealed class LogCleanupTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly long[] None = [];
    private readonly HandMadeLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(25.5, new long[0], 20L)] // The day begins with version 24, which the checkpoint of 20 and four commits make.
    [InlineData(21.0, new long[0], 20L)] // 20 was current when the day began.
    [InlineData(20.9, new long[0], 10L)] // 19 was.
    [InlineData(9.0, new long[0], null)] // No checkpoint is old enough.
    [InlineData(-9.0, new long[0], null)]
    [InlineData(99.0, new long[0], 30L)]
    [InlineData(99.0, new[] { 31L, 12L }, 10L)] // A tag on 12 needs the checkpoint before it.
    [InlineData(99.0, new[] { 20L }, 20L)]
    [InlineData(99.0, new[] { 5L }, null)]
    public async Task What_is_kept_begins_with_the_checkpoint_before_the_oldest_version_that_anyone_may_ask_for(
        double cutoffDay, long[] tagged, long? first)
    {
        MakeDailyVersions();
        var listing = await _log.Log.ListAsync(CancellationToken.None);
        Assert.Equal(first, LogCleanup.FirstToKeep(listing, Start.AddDays(cutoffDay).AddHours(-12), tagged));
    }

    [Fact]
    public async Task What_has_expired_is_removed_and_all_the_rest_stays_readable()
    {
        MakeDailyVersions();
        _log.WithFile("00000000000000000003.crc", "{}").WithFile("00000000000000000021.crc", "{}")
            .WithFile("00000000000000000002.00000000000000000005.compacted.json", "").WithFile("notes.txt", "mine");

        await LogCleanup.RunAsync(_log.Log, Start.AddDays(25), None, CancellationToken.None);

        var names = Directory.GetFiles(_log.At("")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            ["00000000000000000020.checkpoint.parquet", "00000000000000000020.json", "00000000000000000021.crc", "00000000000000000021.json"],
            names.Take(4));
        Assert.Contains("notes.txt", names);
        Assert.Equal(20, (await Snapshot.LoadAsync(_log.Log, 20)).Version);
        Assert.Equal(35, (await Snapshot.LoadAsync(_log.Log)).Version);
        await Assert.ThrowsAsync<ServerException>(() => Snapshot.LoadAsync(_log.Log, 19));
    }

    [Fact]
    public async Task Nothing_is_removed_that_only_a_broken_checkpoint_stands_for()
    {
        MakeDailyVersions();
        _log.WithFile("00000000000000000020.checkpoint.parquet", "PAR1 in name only");

        await Assert.ThrowsAsync<ServerException>(() => LogCleanup.RunAsync(_log.Log, Start.AddDays(25), None, CancellationToken.None));
        Assert.Equal(19, (await Snapshot.LoadAsync(_log.Log, 19)).Version);
    }

    [Theory]
    [InlineData(30, null, null, 0)] // Thirty days ago today began without any version.
    [InlineData(31, null, null, 20)]
    [InlineData(31, "delta.enableExpiredLogCleanup", "false", 0)]
    [InlineData(31, "delta.logRetentionDuration", "interval 40 days", 0)]
    [InlineData(2, "delta.logRetentionDuration", "interval 1 day", 20)]
    [InlineData(31, "delta.logRetentionDuration", "some time", 20)]
    public async Task A_commit_that_leaves_a_checkpoint_removes_what_is_older_than_the_table_keeps(
        int daysLater, string? property, string? value, long oldest)
    {
        using var database = Database.Open();
        using var folder = new TestFolder();
        var dataset = await MakeDatasetAsync(folder, database, property, value);

        Assert.Null(await LogMaintenance.AfterCommitAsync(await dataset.LatestAsync(), new Clock(DateTimeOffset.UtcNow.AddDays(daysLater))));
        Assert.Equal(oldest, (await dataset.Log.ListAsync(CancellationToken.None)).Oldest);
    }

    [Theory]
    [InlineData("""{"version":13,"created":"2024-01-01"}""", 10)]
    [InlineData("""{"version":3}""", 0)]
    [InlineData("""{"version":20}""", 20)]
    public async Task A_tagged_version_stays_readable(string tag, long oldest)
    {
        using var database = Database.Open();
        using var folder = new TestFolder();
        var dataset = await MakeDatasetAsync(folder, database, null, null);
        Directory.CreateDirectory(Path.Combine(dataset.Path, "_tags"));
        await File.WriteAllTextAsync(Path.Combine(dataset.Path, "_tags", "v1%20final.json"), tag);

        Assert.Null(await LogMaintenance.AfterCommitAsync(await dataset.LatestAsync(), new Clock(DateTimeOffset.UtcNow.AddDays(99))));
        Assert.Equal(oldest, (await dataset.Log.ListAsync(CancellationToken.None)).Oldest);
    }

    [Fact]
    public async Task A_tag_that_can_not_be_read_might_mean_any_version()
    {
        using var database = Database.Open();
        using var folder = new TestFolder();
        var dataset = await MakeDatasetAsync(folder, database, null, null);
        Directory.CreateDirectory(Path.Combine(dataset.Path, "_tags"));
        await File.WriteAllTextAsync(Path.Combine(dataset.Path, "_tags", "a.json"), "{}");

        var failure = await LogMaintenance.AfterCommitAsync(await dataset.LatestAsync(), new Clock(DateTimeOffset.UtcNow.AddDays(99)));
        Assert.Contains("_tags/a.json' can't be read", Assert.IsType<ServerException>(failure).Message, StringComparison.Ordinal);
        Assert.Equal(0, (await dataset.Log.ListAsync(CancellationToken.None)).Oldest);
    }

    /// <summary>Versions 0 to 35, one a day at noon, with a checkpoint every ten.</summary>
    private void MakeDailyVersions()
    {
        _log.WithBeginning().WithCommits(1, 35);
        foreach (var version in new long[] { 10, 20, 30 })
        {
            _log.WithParquet($"{version:D20}.checkpoint.parquet", HandMadeLog.Protocol, HandMadeLog.Metadata, HandMadeLog.Add("a.parquet"));
        }

        for (var version = 0; version <= 35; version++)
        {
            File.SetLastWriteTimeUtc(_log.At(DeltaLog.FileName(version)), Start.AddDays(version).UtcDateTime);
        }
    }

    private static async Task<Dataset> MakeDatasetAsync(TestFolder folder, Database database, string? property, string? value)
    {
        var dataset = await new Warehouse(folder.Path, new ParquetRows(database)).CreateTableAsync("images");
        if (property is not null)
        {
            await dataset.SetPropertyAsync(property, value!);
        }

        await dataset.CommitUpToAsync(20);
        return dataset;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
