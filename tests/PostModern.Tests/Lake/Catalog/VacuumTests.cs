using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Catalog;

/// <summary>What VACUUM removes, and above all what it doesn't.</summary>
public sealed class VacuumTests : IDisposable
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    private readonly TestFolder _folder = new();
    private readonly Warehouse _warehouse;

    public VacuumTests() => _warehouse = new Warehouse(_folder.Path);

    [Fact]
    public async Task Files_that_no_log_names_go_once_they_are_old()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        Write(dataset, "part-killed.parquet", TimeSpan.FromDays(8));
        Write(dataset, "day=1/part-killed.parquet", TimeSpan.FromDays(8));
        Write(dataset, "deletion_vector_killed.bin", TimeSpan.FromDays(8));
        Write(dataset, "_change_data/cdc-killed.parquet", TimeSpan.FromDays(8));
        Write(dataset, "part-running.parquet", TimeSpan.FromDays(6));

        Assert.Equal(
            ["_change_data/cdc-killed.parquet", "day=1/part-killed.parquet", "deletion_vector_killed.bin", "part-killed.parquet"],
            await FindAsync(dataset));
    }

    [Fact]
    public async Task What_is_no_data_stays_however_old_it_is()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.Tags.CreateAsync(new DatasetTag("t", 1, (await dataset.LatestAsync()).Metadata.Id, null, default, null), orReplace: false);
        Write(dataset, "_mine/part-1.parquet", TimeSpan.FromDays(99));
        Write(dataset, ".hidden.parquet", TimeSpan.FromDays(99));
        foreach (var file in Directory.GetFiles(dataset.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-99));
        }

        Assert.Empty(await FindAsync(dataset));
    }

    [Fact]
    public async Task A_removed_file_stays_as_long_as_a_version_that_was_current_lately_needs_it()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var first = await EmptyAsync(dataset);
        await dataset.InsertAsync();
        var second = await EmptyAsync(dataset);

        // All files are old; what counts is when they were removed. The first was 10 days ago, the second 3.
        Age(dataset, (1, 30), (2, 10), (3, 9), (4, 3));

        Assert.Equal([first], await FindAsync(dataset));
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), await FindAsync(dataset, TimeSpan.FromDays(2)));
        Assert.Empty(await FindAsync(dataset, TimeSpan.FromDays(20)));
    }

    [Fact]
    public async Task A_version_that_was_replaced_within_the_retention_keeps_its_files_although_it_is_older()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await EmptyAsync(dataset);
        Age(dataset, (1, 300), (2, 1));

        Assert.Empty(await FindAsync(dataset));
    }

    [Fact]
    public async Task A_tag_protects_its_version()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.Tags.CreateAsync(new DatasetTag("keep", 1, (await dataset.LatestAsync()).Metadata.Id, null, default, null), orReplace: false);
        var file = await EmptyAsync(dataset);
        Age(dataset, (1, 300), (2, 200));

        Assert.Empty(await FindAsync(dataset));
        Assert.True(await dataset.Tags.DropAsync("keep"));
        Assert.Equal([file], await FindAsync(dataset));
    }

    [Fact]
    public async Task Removing_makes_old_versions_say_why_they_cannot_be_read()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var file = await EmptyAsync(dataset);
        Age(dataset, (1, 300), (2, 200));

        await Vacuum.RemoveAsync(dataset, await Vacuum.FindAsync(dataset, s_week));

        var error = await Assert.ThrowsAsync<PostModern.Arrow.Errors.ServerException>(() => dataset.AtVersionAsync(1));
        Assert.Contains($"Version 1 of 'images' can't be read any more: its file '{file}' is gone", error.Message);
        Assert.Empty(await FindAsync(dataset));
    }

    [Theory]
    [InlineData(null, 168)]
    [InlineData("interval 2 weeks", 336)]
    [InlineData("interval 1 hour 30 minutes", 1.5)]
    [InlineData("soon", 168)]
    public void The_tables_own_retention_counts(string? property, double hours)
    {
        var metadata = new TableMetadata("id", "{}")
        {
            Configuration = property is null ? [] : new Dictionary<string, string> { ["delta.deletedFileRetentionDuration"] = property },
        };

        Assert.Equal(hours, FileRetention.Of(metadata).TotalHours);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<IReadOnlyList<string>> FindAsync(Dataset dataset, TimeSpan? retention = null) =>
        [.. (await Vacuum.FindAsync(dataset, retention ?? s_week)).Select(f => Path.GetRelativePath(dataset.Path, f.Path)).Order(StringComparer.Ordinal)];

    private static void Write(Dataset dataset, string name, TimeSpan age)
    {
        var path = Path.Combine(dataset.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
    }

    /// <summary>DELETE of everything.</summary>
    /// <returns>The file that was removed.</returns>
    private static async Task<string> EmptyAsync(Dataset dataset)
    {
        var latest = await dataset.LatestAsync();
        var transaction = latest.Begin();
        transaction.RemoveAll();
        (await transaction.CommitAsync(TestDatasets.Describe("DELETE", "DELETE FROM …"))).GetSnapshot();
        return Assert.Single(latest.Files).Path;
    }

    /// <summary>Makes the versions, and all data files, older than they are.</summary>
    private static void Age(Dataset dataset, params (long Version, int Days)[] ages)
    {
        foreach (var (version, days) in ages)
        {
            var path = Path.Combine(dataset.Path, DeltaLog.FolderName, DeltaLog.FileName(version));
            var time = DateTimeOffset.UtcNow.AddDays(-days).ToUnixTimeMilliseconds();
            File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "(?<=imestamp\":)[0-9]+", $"{time}"));
        }

        foreach (var file in Directory.GetFiles(dataset.Path, "*.parquet"))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-400));
        }
    }
}
