using System.Globalization;

namespace PostModern.Lake.Delta;

/// <summary>The properties that say how a table's log is kept.</summary>
/// <remarks>Values that can't be understood count as their default: another engine wrote them, and reading must not depend on them.</remarks>
internal static class TableProperties
{
    public const string EnableInCommitTimestamps = "delta.enableInCommitTimestamps";

    private const int DefaultCheckpointInterval = 10;
    private static readonly TimeSpan DefaultLogRetention = TimeSpan.FromDays(30);
    private static readonly TimeSpan DefaultFileRetention = TimeSpan.FromDays(7);

    /// <summary>Commits from one checkpoint to the next.</summary>
    public static long CheckpointInterval(TableMetadata metadata) =>
        Number(metadata, "delta.checkpointInterval") is > 0 and var interval ? interval : DefaultCheckpointInterval;

    /// <summary>How long versions stay readable.</summary>
    public static TimeSpan LogRetention(TableMetadata metadata) => Interval(metadata, "delta.logRetentionDuration") ?? DefaultLogRetention;

    /// <summary>How long a file that was removed may still be read by somebody.</summary>
    public static TimeSpan FileRetention(TableMetadata metadata) =>
        Interval(metadata, "delta.deletedFileRetentionDuration") ?? DefaultFileRetention;

    /// <summary>Whether versions older than <see cref="LogRetention"/> go.</summary>
    public static bool IsCleanedUp(TableMetadata metadata) =>
        !string.Equals(metadata.Configuration.GetValueOrDefault("delta.enableExpiredLogCleanup"), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether commits say themselves when they were made.</summary>
    public static bool HasInCommitTimestamps(TableMetadata metadata) => IsOn(metadata, EnableInCommitTimestamps);

    /// <summary>The first version that says when it was made, and that time; null when all do, or none.</summary>
    public static (long Version, DateTimeOffset Time)? InCommitTimestampStart(TableMetadata metadata) =>
        HasInCommitTimestamps(metadata)
        && Number(metadata, "delta.inCommitTimestampEnablementVersion") is { } version
        && Number(metadata, "delta.inCommitTimestampEnablementTimestamp") is { } time
            ? (version, DateTimeOffset.FromUnixTimeMilliseconds(time))
            : null;

    public static bool IsOn(TableMetadata metadata, string key) =>
        string.Equals(metadata.Configuration.GetValueOrDefault(key), "true", StringComparison.OrdinalIgnoreCase);

    private static long? Number(TableMetadata metadata, string key) =>
        long.TryParse(metadata.Configuration.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static TimeSpan? Interval(TableMetadata metadata, string key) =>
        metadata.Configuration.TryGetValue(key, out var text) ? CalendarInterval.TryParse(text) : null;
}
