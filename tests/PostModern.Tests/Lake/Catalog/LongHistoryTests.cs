using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Execution;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Delta;

namespace PostModern.Tests.Lake.Catalog;

/// <summary>Datasets with many versions, of which the first may be gone.</summary>
public sealed class LongHistoryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Database _database = Database.Open();

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_version_that_was_cleaned_up_is_an_error_that_names_the_oldest_there_is()
    {
        var dataset = await MakeCleanedUpAsync();

        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.AtVersionAsync(9));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal(
            "Version 9 of dataset 'images' is gone: its log has been cleaned up. The oldest version that can still be read is 10. "
            + "List them with: FROM pm.versions('images').",
            error.Message);
        Assert.Equal(
            "Dataset 'images' has no version 26; the latest is 25. List them with: FROM pm.versions('images').",
            (await Assert.ThrowsAsync<ServerException>(() => dataset.AtVersionAsync(26))).Message);
        Assert.Equal(12, (await dataset.AtVersionAsync(10)).Rows);
    }

    [Fact]
    public async Task The_history_of_a_dataset_that_was_cleaned_up_begins_with_the_oldest_version_that_can_be_read()
    {
        var versions = await (await MakeCleanedUpAsync()).VersionsAsync();

        Assert.Equal(Enumerable.Range(10, 16).Select(v => (long)v), versions.Select(v => v.Version));
        Assert.Equal(versions.Select(v => (long?)(v.Version + 2)), versions.Select(v => v.Rows));
        Assert.All(versions, v => Assert.Equal("WRITE", v.Operation));
    }

    [Fact]
    public async Task A_time_before_what_was_cleaned_up_is_an_error_that_names_the_oldest_there_is()
    {
        var dataset = await MakeCleanedUpAsync();
        var oldest = (await dataset.VersionsAsync())[0].Timestamp;

        Assert.Equal(10, (await dataset.AtTimestampAsync(oldest)).Version);
        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.AtTimestampAsync(oldest.AddMilliseconds(-1)));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains(
            $"has no version that old; the oldest version that can still be read is 10, which was made at {oldest.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_counted_through_changes_and_are_unknown_while_a_file_has_no_statistics()
    {
        var dataset = await MakeAsync(versions: 2);
        var delete = (await dataset.LatestAsync()).Begin();
        delete.Remove(delete.Snapshot.Files[0]);
        await delete.CommitAsync(TestDatasets.Describe("DELETE", "…"));
        var unknown = (await dataset.LatestAsync()).Begin();
        var file = TestDatasets.WriteFile(dataset.Path, 1);
        unknown.Add(file with { Stats = null });
        await unknown.CommitAsync(TestDatasets.Describe("WRITE", "…"));
        var undo = (await dataset.LatestAsync()).Begin();
        undo.Remove(file);
        await undo.CommitAsync(TestDatasets.Describe("DELETE", "…"));

        Assert.Equal([3, 4, 1, null, 1], (await dataset.VersionsAsync()).Select(v => v.Rows));
    }

    [Fact]
    public async Task An_old_version_costs_its_checkpoint_and_the_commits_after_it()
    {
        var store = new CountingStore();
        var dataset = await MakeForeignAsync(store);
        await dataset.LatestAsync();
        store.Opened.Clear();

        Assert.Equal(495, (await dataset.AtVersionAsync(495)).Version);
        Assert.Equal(
            // Version 0 tells where the history begins; the checkpoint's own commit tells its time.
            [DeltaLog.FileName(0), "00000000000000000490.checkpoint.parquet", .. Enumerable.Range(490, 6).Select(v => DeltaLog.FileName(v))],
            store.Opened);
    }

    [Fact]
    public async Task Finding_the_version_of_a_time_looks_at_a_few_commits_of_many()
    {
        var store = new CountingStore();
        var dataset = await MakeForeignAsync(store);
        await dataset.LatestAsync();
        store.Opened.Clear();

        Assert.Equal(123, (await dataset.AtTimestampAsync(DateTimeOffset.UnixEpoch.AddHours(123.5))).Version);
        Assert.InRange(store.Opened.Count, 2, 10 + 6);
    }

    [Fact]
    public async Task Who_is_hundreds_of_versions_behind_catches_up_by_a_checkpoint()
    {
        var store = new CountingStore();
        var dataset = await MakeForeignAsync(store);
        var old = await dataset.AtVersionAsync(125);
        store.Opened.Clear();

        Assert.Equal(501, (await old.AdvanceAsync()).Files.Count);
        Assert.Contains("00000000000000000490.checkpoint.parquet", store.Opened);
        Assert.InRange(store.Opened.Count, 1, 120);
    }

    /// <summary>25 versions, of which the first commits are gone.</summary>
    private async Task<Dataset> MakeCleanedUpAsync()
    {
        var dataset = await MakeAsync(versions: 25);
        await LogCleanup.RunAsync(dataset.Log, DateTimeOffset.UtcNow.AddDays(2), [15], CancellationToken.None);
        return dataset;
    }

    private async Task<Dataset> MakeAsync(int versions)
    {
        var dataset = await new Warehouse(_folder.Path, new ParquetRows(_database)).CreateTableAsync("images", rows: 3);
        for (var version = 2; version <= versions; version++)
        {
            await dataset.InsertAsync(rows: 1);
        }

        return dataset;
    }

    /// <summary>500 versions, one an hour, with checkpoints at 120 and 490.</summary>
    private async Task<Dataset> MakeForeignAsync(CountingStore store)
    {
        const string folder = "main/t/_delta_log/";
        var log = new DeltaLog(store, _folder.At("main/t"), new ParquetRows(_database));
        _folder.Write(folder + DeltaLog.FileName(0), ForeignLogs.SparkTable);
        for (var version = 0; version <= 500; version++)
        {
            var path = version == 0 ? _folder.At(folder + DeltaLog.FileName(0)) : _folder.Write(
                folder + DeltaLog.FileName(version),
                $$$"""{"add":{"path":"{{{version}}}.parquet","partitionValues":{"day":null},"size":1,"modificationTime":1,"dataChange":true}}""");
            File.SetLastWriteTimeUtc(path, DateTimeOffset.UnixEpoch.AddHours(version).UtcDateTime);
        }

        foreach (var version in new long[] { 120, 490 })
        {
            await CheckpointWriter.WriteAsync(await Snapshot.LoadAsync(log, version), DateTimeOffset.UtcNow, CancellationToken.None);
        }

        store.Opened.Clear();
        return new Dataset("main", "t", log, new SnapshotCache());
    }
}
