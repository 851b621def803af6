using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Catalog;

public sealed class DatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Warehouse _warehouse;

    public DatasetTests() => _warehouse = new Warehouse(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_insert_delete_are_versions_1_2_3_and_each_stays_readable()
    {
        var dataset = await _warehouse.CreateTableAsync("images", rows: 3);
        var created = (await dataset.LatestAsync()).Files[0];
        await dataset.InsertAsync(rows: 2);
        var delete = (await dataset.LatestAsync()).Begin();
        delete.Remove(created);
        delete.Add(TestDatasets.WriteFile(dataset.Path, 1));
        await delete.CommitAsync(TestDatasets.Describe("DELETE", "DELETE FROM …"));

        Assert.Equal(3, (await dataset.AtVersionAsync(1)).Rows);
        Assert.Equal(5, (await dataset.AtVersionAsync(2)).Rows);
        Assert.Equal(3, (await dataset.AtVersionAsync(3)).Rows);
        Assert.Equal(3, (await dataset.LatestAsync()).Version);
        Assert.Equal([created.Path], (await dataset.AtVersionAsync(1)).Files.Select(f => f.Path));
        Assert.DoesNotContain(created.Path, (await dataset.LatestAsync()).Files.Select(f => f.Path));
        Assert.All((await dataset.AtVersionAsync(1)).FileUris, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public async Task The_history_tells_who_did_what_when_and_begins_at_version_1()
    {
        var dataset = await _warehouse.CreateTableAsync("images", rows: 3);
        await dataset.InsertAsync(rows: 2);

        var versions = await dataset.VersionsAsync();
        Assert.Equal([1, 2], versions.Select(v => v.Version));
        Assert.Equal(["CREATE TABLE AS SELECT", "WRITE"], versions.Select(v => v.Operation));
        Assert.Equal([3, 5], versions.Select(v => v.Rows));
        Assert.Equal(["CREATE TABLE images AS SELECT …", "INSERT INTO …"], versions.Select(v => v.Sql));
        Assert.All(versions, v => Assert.Equal("ada", v.User));
        Assert.All(versions, v => Assert.InRange(v.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.True(versions[0].Timestamp < versions[1].Timestamp);
    }

    [Theory]
    [InlineData(42, "Dataset 'images' has no version 42; the latest is 2. List them with: FROM pm.versions('images').")]
    [InlineData(3, "Dataset 'images' has no version 3; the latest is 2. List them with: FROM pm.versions('images').")]
    [InlineData(-1, "Dataset 'images' has no version -1; the latest is 2. List them with: FROM pm.versions('images').")]
    [InlineData(0, "Dataset 'images' has no version 0; the first is 1, the latest 2. List them with: FROM pm.versions('images').")]
    public async Task A_version_that_is_not_there_is_an_error_that_says_which_are(long version, string message)
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.InsertAsync();

        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.AtVersionAsync(version));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task A_time_means_the_latest_version_at_or_before_it()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.InsertAsync();
        var versions = await dataset.VersionsAsync();

        Assert.Equal(1, (await dataset.AtTimestampAsync(versions[0].Timestamp)).Version);
        Assert.Equal(1, (await dataset.AtTimestampAsync(versions[1].Timestamp.AddMilliseconds(-0.5))).Version);
        Assert.Equal(2, (await dataset.AtTimestampAsync(versions[1].Timestamp)).Version);
        Assert.Equal(2, (await dataset.AtTimestampAsync(DateTimeOffset.MaxValue)).Version);
    }

    [Fact]
    public async Task A_time_before_the_first_version_is_an_error_that_names_the_first_versions_time()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var first = (await dataset.VersionsAsync())[0].Timestamp;

        var early = first.AddMilliseconds(-1);
        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.AtTimestampAsync(early));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains($"the first was made at {first.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_dataset_also_begins_at_version_1()
    {
        var dataset = await _warehouse.CreateAsync("main", "visits", TestDatasets.Columns, TestDatasets.Describe("CREATE TABLE", "CREATE TABLE …"));

        var snapshot = await dataset.LatestAsync();
        Assert.Equal(1, snapshot.Version);
        Assert.Equal(0, snapshot.Rows);
        Assert.Equal(TestDatasets.Columns, snapshot.Schema);
    }

    [Fact]
    public async Task Replacing_is_a_new_version_with_its_own_columns_and_the_old_one_stays()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var replace = (await dataset.LatestAsync()).Begin();
        var columns = new PostModern.Arrow.Types.Schema(new PostModern.Arrow.Types.Field("seen", PostModern.Arrow.Types.ArrowTypes.Timestamp));
        replace.RemoveAll();
        replace.SetSchema(columns);
        replace.Add(TestDatasets.WriteFile(dataset.Path, 1));
        await replace.CommitAsync(TestDatasets.Describe("CREATE OR REPLACE TABLE AS SELECT", "…"));

        Assert.Equal(columns, (await dataset.LatestAsync()).Schema);
        Assert.Single((await dataset.LatestAsync()).Files);
        Assert.Equal(TestDatasets.Columns, (await dataset.AtVersionAsync(1)).Schema);
        Assert.Equal(new Protocol(3, 7, ["timestampNtz"], ["appendOnly", "invariants", "inCommitTimestamp", "timestampNtz"]), (await dataset.LatestAsync()).Protocol);
    }

    [Fact]
    public async Task A_dataset_of_another_engine_begins_where_its_log_begins()
    {
        _folder.Write("main/spark/_delta_log/00000000000000000000.json", Delta.ForeignLogs.SparkTable);

        var dataset = await _warehouse.OpenAsync("main", "spark");
        var version = Assert.Single(await dataset.VersionsAsync());
        Assert.Equal((0, "WRITE", 2), (version.Version, version.Operation, version.Rows));
        Assert.Null(version.Sql);
        Assert.Equal(0, (await dataset.AtVersionAsync(0)).Version);
    }

    [Fact]
    public async Task A_writer_whose_dataset_was_dropped_gets_a_conflict_and_revives_nothing()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var transaction = (await dataset.LatestAsync()).Begin();
        await _warehouse.DropAsync("main", "images");

        var outcome = await transaction.CommitAsync(TestDatasets.Describe("WRITE", "…"));
        Assert.IsType<Conflicted>(outcome);
        Assert.Equal(ErrorCode.Conflict, Assert.Throws<ServerException>(outcome.GetSnapshot).Code);
        Assert.Empty(await _warehouse.ListAsync());
        Assert.False(Directory.Exists(dataset.Path));
    }

    [Fact]
    public async Task A_writer_whose_dataset_was_made_anew_gets_a_conflict()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var transaction = (await dataset.LatestAsync()).Begin();
        await _warehouse.DropAsync("main", "images");
        await _warehouse.CreateTableAsync("images");

        Assert.IsType<Conflicted>(await transaction.CommitAsync(TestDatasets.Describe("WRITE", "…")));
        Assert.Equal(1, (await dataset.LatestAsync()).Version);
    }
}
