using System.Text;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

public sealed class InCommitTimestampTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_commit_of_a_new_table_begins_with_its_time()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");
        await dataset.InsertAsync();

        var last = 0L;
        for (var version = 0; version <= 2; version++)
        {
            var first = JsonNode.Parse((await File.ReadAllLinesAsync(LogPath(dataset.Path, version)))[0])!["commitInfo"]!.AsObject();
            Assert.Equal("inCommitTimestamp", first.First().Key);
            Assert.True((long)first["inCommitTimestamp"]! > last);
            last = (long)first["inCommitTimestamp"]!;
        }

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(last), (await dataset.LatestAsync()).Timestamp);
    }

    [Fact]
    public async Task A_commit_after_one_of_a_clock_that_is_ahead_is_a_millisecond_later()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");
        var ahead = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await dataset.Log.TryWriteAsync(2, [new CommitInfo(1, "WRITE") { InCommitTimestamp = ahead }], CancellationToken.None);

        var next = (await dataset.InsertAsync()).GetSnapshot();
        Assert.Equal(ahead + 1, next.LastCommit.Info!.InCommitTimestamp);
    }

    [Fact]
    public async Task Copying_a_new_table_does_not_change_when_its_versions_were_made()
    {
        var dataset = await new Warehouse(_folder.Path).CreateTableAsync("images");
        await dataset.InsertAsync();
        await dataset.InsertAsync();
        var before = (await dataset.VersionsAsync()).Select(v => v.Timestamp).ToList();
        for (var version = 0; version <= 3; version++)
        {
            File.SetLastWriteTimeUtc(LogPath(dataset.Path, version), Noon.AddDays(-version).UtcDateTime);
        }

        var copy = await new Warehouse(_folder.Path).OpenAsync("main", "images");
        Assert.Equal(before, (await copy.VersionsAsync()).Select(v => v.Timestamp));
        Assert.Equal(2, (await copy.AtTimestampAsync(before[1])).Version);
        Assert.Equal(1, (await copy.AtTimestampAsync(before[1].AddMilliseconds(-1))).Version);
    }

    [Fact]
    public async Task Without_them_the_files_times_count_and_never_go_back()
    {
        WriteForeign(0, ForeignLogs.SparkTable, Noon);
        WriteForeign(1, Add("b"), Noon.AddHours(2));
        WriteForeign(2, Add("c"), Noon.AddHours(1)); // a clock that is late
        WriteForeign(3, Add("d"), Noon.AddHours(3));
        var dataset = await OpenForeignAsync();

        DateTimeOffset[] times = [Noon, Noon.AddHours(2), Noon.AddHours(2).AddMilliseconds(1), Noon.AddHours(3)];
        Assert.Equal(times, (await dataset.VersionsAsync()).Select(v => v.Timestamp));
        Assert.Equal(1, (await dataset.AtTimestampAsync(Noon.AddHours(2))).Version);
        Assert.Equal(2, (await dataset.AtTimestampAsync(Noon.AddHours(2.5))).Version);
        Assert.Equal(times[2], (await dataset.AtVersionAsync(2)).Timestamp);
        Assert.Equal(times[3], (await dataset.LatestAsync()).Timestamp);

        var old = await Snapshot.LoadAsync(dataset.Log, 1);
        File.Delete(LogPath(dataset.Path, 3));
        Assert.Equal(times[2], (await old.AdvanceAsync()).Timestamp);
    }

    [Fact]
    public async Task A_table_that_gets_them_later_has_both_kinds_of_times()
    {
        // Copied after version 3 was made: the files are younger than what the commits say.
        WriteForeign(0, ForeignLogs.SparkTable, Noon.AddDays(5));
        WriteForeign(1, Add("b"), Noon.AddDays(6));
        WriteForeign(2, Timed(Noon, Enabling(2, Noon)), Noon.AddDays(7));
        WriteForeign(3, Timed(Noon.AddHours(1), Add("c")), Noon.AddDays(8));
        var dataset = await OpenForeignAsync();

        Assert.Equal(2, (await dataset.AtTimestampAsync(Noon)).Version);
        Assert.Equal(2, (await dataset.AtTimestampAsync(Noon.AddMinutes(59))).Version);
        Assert.Equal(3, (await dataset.AtTimestampAsync(Noon.AddDays(5.5))).Version);
        Assert.Equal(
            [Noon.AddDays(5), Noon.AddDays(6), Noon, Noon.AddHours(1)], (await dataset.VersionsAsync()).Select(v => v.Timestamp));
        await Assert.ThrowsAsync<ServerException>(() => dataset.AtTimestampAsync(Noon.AddSeconds(-1)));

        var next = (await dataset.InsertAsync()).GetSnapshot();
        Assert.True(next.LastCommit.Info!.InCommitTimestamp > Noon.AddHours(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_time_before_they_were_enabled_is_looked_up_by_files()
    {
        WriteForeign(0, ForeignLogs.SparkTable, Noon);
        WriteForeign(1, Add("b"), Noon.AddHours(1));
        WriteForeign(2, Timed(Noon.AddHours(2), Enabling(2, Noon.AddHours(2))), Noon.AddHours(9));
        var dataset = await OpenForeignAsync();

        Assert.Equal(0, (await dataset.AtTimestampAsync(Noon)).Version);
        Assert.Equal(1, (await dataset.AtTimestampAsync(Noon.AddHours(1.9))).Version);
        Assert.Equal(2, (await dataset.AtTimestampAsync(Noon.AddHours(2))).Version);
    }

    [Fact]
    public async Task Tables_of_other_engines_without_them_get_none()
    {
        WriteForeign(0, ForeignLogs.SparkTable, Noon);
        var dataset = await OpenForeignAsync();

        var next = (await dataset.InsertAsync()).GetSnapshot();
        Assert.Null(next.LastCommit.Info!.InCommitTimestamp);
        Assert.NotNull(next.LastCommit.Info!.Timestamp);
    }

    private static string Add(string path) =>
        $$$"""{"add":{"path":"{{{path}}}.parquet","partitionValues":{"day":null},"size":1,"modificationTime":1,"dataChange":true}}""";

    private static string Timed(DateTimeOffset time, string actions) =>
        $$$"""{"commitInfo":{"inCommitTimestamp":{{{time.ToUnixTimeMilliseconds()}}},"timestamp":1,"operation":"WRITE"}}""" + "\n" + actions;

    private static string Enabling(long version, DateTimeOffset time)
    {
        var metadata = ActionReader.Read(Encoding.UTF8.GetBytes(ForeignLogs.SparkTable), "test").OfType<TableMetadata>().Single() with
        {
            Configuration = new Dictionary<string, string>
            {
                ["delta.enableInCommitTimestamps"] = "true",
                ["delta.inCommitTimestampEnablementVersion"] = $"{version}",
                ["delta.inCommitTimestampEnablementTimestamp"] = $"{time.ToUnixTimeMilliseconds()}",
            },
        };
        return Encoding.UTF8.GetString(ActionWriter.Write([new Protocol(1, 7, null, ["inCommitTimestamp"]), metadata]));
    }

    private static string LogPath(string table, long version) => Path.Combine(table, DeltaLog.FolderName, DeltaLog.FileName(version));

    private void WriteForeign(long version, string actions, DateTimeOffset written) =>
        File.SetLastWriteTimeUtc(_folder.Write("main/t/_delta_log/" + DeltaLog.FileName(version), actions), written.UtcDateTime);

    private Task<Dataset> OpenForeignAsync() => new Warehouse(_folder.Path).OpenAsync("main", "t");
}
