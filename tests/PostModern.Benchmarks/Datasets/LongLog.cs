using PostModern.Arrow.Types;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Benchmarks.Datasets;

/// <summary>A dataset that many small INSERTs have made.</summary>
internal static class LongLog
{
    private const int CheckpointInterval = 10;
    private const int LastVersions = 50;
    private static readonly Schema Columns = new(new Field("id", ArrowTypes.Int64), new Field("name", ArrowTypes.Utf8));

    /// <summary>Writes versions 2 to <paramref name="last"/>, each of one file that no one opens.</summary>
    /// <remarks>
    /// The commits are written as files, without the syncing that real ones wait for. Checkpoints are real, but there are none older than
    /// what a version of interest can begin with.
    /// </remarks>
    public static async Task WriteAsync(Warehouse warehouse, string name, long last, CancellationToken cancellationToken)
    {
        var dataset = await warehouse.CreateAsync("main", name, Columns, new CommitDescription("CREATE TABLE"), cancellationToken);
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var version = 2L; version <= last; version++)
        {
            var path = Path.Combine(dataset.Path, DeltaLog.FolderName, DeltaLog.FileName(version));
            await File.WriteAllBytesAsync(path, ActionWriter.Write([Info(time + version, version), NewFile(version, time)]), cancellationToken);
        }

        for (var version = Math.Max(CheckpointInterval, last - LastVersions); version <= last; version += CheckpointInterval)
        {
            var snapshot = await Snapshot.LoadAsync(dataset.Log, version, cancellationToken);
            await CheckpointWriter.WriteAsync(snapshot, DateTimeOffset.UtcNow, cancellationToken);
        }
    }

    private static CommitInfo Info(long time, long version) => new(time, "WRITE")
    {
        InCommitTimestamp = time,
        OperationParameters = new Dictionary<string, string> { ["mode"] = "Append" },
        ReadVersion = version - 1,
        IsBlindAppend = true,
        TransactionId = Guid.NewGuid().ToString(),
    };

    private static AddFile NewFile(long version, long time) => new(Dataset.NewFileName(), 1_000, time)
    {
        Stats = FileStatistics.Of(
            Columns,
            rows: 10,
            new Dictionary<string, ColumnRange> { ["id"] = new($"{version * 10}", $"{(version * 10) + 9}", 0), ["name"] = new("anna", "zoe", 0) }).ToJson(),
    };
}
