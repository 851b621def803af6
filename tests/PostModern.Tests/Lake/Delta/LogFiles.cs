using System.Text;
using System.Text.Json;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

/// <summary>A dataset's log as files, for tests that change it behind the dataset's back.</summary>
internal static class LogFiles
{
    public static string LogPath(this Dataset dataset, string name) => Path.Combine(dataset.Path, DeltaLog.FolderName, name);

    /// <summary>The names of all checkpoints.</summary>
    public static IReadOnlyList<string> Checkpoints(this Dataset dataset) =>
        [.. Directory.GetFiles(dataset.LogPath(""), "*.checkpoint.*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Inserts one row after the other until there is this version.</summary>
    public static async Task CommitUpToAsync(this Dataset dataset, long version)
    {
        while ((await dataset.LatestAsync()).Version < version)
        {
            Assert.Null(Assert.IsType<Committed>(await dataset.InsertAsync()).MaintenanceFailure);
        }
    }

    /// <summary>Another engine's commit as the next version.</summary>
    public static async Task AppendLineAsync(this Dataset dataset, string actions)
    {
        var next = (await dataset.LatestAsync()).Version + 1;
        await File.WriteAllTextAsync(dataset.LogPath(DeltaLog.FileName(next)), actions);
    }

    public static async Task SetPropertyAsync(this Dataset dataset, string key, string value)
    {
        var metadata = (await dataset.LatestAsync()).Metadata;
        var changed = metadata with { Configuration = new Dictionary<string, string>(metadata.Configuration) { [key] = value } };
        await dataset.AppendLineAsync(Encoding.UTF8.GetString(ActionWriter.Write([changed])));
    }

    public static void DeleteCommits(this Dataset dataset, long first, long last)
    {
        for (var version = first; version <= last; version++)
        {
            File.Delete(dataset.LogPath(DeltaLog.FileName(version)));
        }
    }

    /// <summary>All that a snapshot's file holds: dictionaries compare by identity, their texts don't.</summary>
    public static string Describe(AddFile file) => JsonSerializer.Serialize(file with { DataChange = false });
}
