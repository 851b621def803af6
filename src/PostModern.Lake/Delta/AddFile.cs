using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>A Parquet file that belongs to the table from this commit on.</summary>
/// <param name="Path">Decoded, relative to the table's folder; or an absolute URI.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
public sealed record AddFile(string Path, long Size, long ModificationTime) : DeltaAction
{
    private readonly string? _stats;

    /// <summary>A value for each partition column; null and empty text both mean NULL.</summary>
    public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = RemoveFile.NoPartition;

    /// <summary>False when the commit only rearranges rows.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>The statistics as the log's JSON text; null when the writer left none.</summary>
    public string? Stats
    {
        get => _stats;
        init => (_stats, Rows) = (value, value is null ? null : FileStatistics.ReadRows(value));
    }

    /// <summary>Rows in the file, deleted ones too, from <see cref="Stats"/>; null when unknown.</summary>
    public long? Rows { get; private init; }

    /// <summary>Another engine's notes on the file, kept as they are.</summary>
    public IReadOnlyDictionary<string, string?> Tags { get; init; } = RemoveFile.NoPartition;

    /// <summary>Which rows of the file are deleted; null for none.</summary>
    public DeletionVector? DeletionVector { get; init; }

    /// <summary>Rows that are not deleted; null when unknown.</summary>
    public long? LiveRows => Rows - (DeletionVector?.Cardinality ?? 0);

    /// <summary>What the file is known by in the log: one path may come back with other rows deleted.</summary>
    internal (string Path, string? Vector) Key => (Path, DeletionVector?.UniqueId);

    /// <summary>A file that was just written.</summary>
    /// <param name="path">Relative to the table's folder.</param>
    /// <param name="size">Bytes; the commit checks it.</param>
    /// <param name="statistics">Rows and the columns' ranges.</param>
    public static AddFile Of(string path, long size, FileStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        return new AddFile(path, size, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) { Stats = statistics.ToJson() };
    }

    /// <summary>Rows and the columns' ranges, parsed anew at each call; null when there are none.</summary>
    /// <exception cref="ServerException">InvalidInput: the text is not Delta's.</exception>
    public FileStatistics? ReadStatistics() => Stats is null ? null : FileStatistics.Parse(Stats);
}
