using System.Globalization;

namespace PostModern.Lake.Delta;

/// <summary>What the name of a file in the log's folder says.</summary>
/// <param name="Version">The version that the file belongs to; of a compacted log the last.</param>
/// <param name="Kind">What the file is.</param>
/// <param name="Part">From 1, in a checkpoint of several parts.</param>
/// <param name="Parts">How many parts there are; 1 for everything but a checkpoint of several.</param>
/// <remarks>Delta transaction log protocol, section "File Types".</remarks>
internal readonly record struct LogFileName(long Version, LogFileKind Kind, int Part = 1, int Parts = 1)
{
    private const int VersionDigits = 20;
    private const int PartDigits = 10;

    /// <returns>Null when the file is none of the log's.</returns>
    public static LogFileName? TryParse(string name)
    {
        var words = name.Split('.');
        return TryNumber(words[0], VersionDigits) is not { } version
            ? null
            : words[1..] switch
            {
                ["json"] => new LogFileName(version, LogFileKind.Commit),
                ["crc"] => new LogFileName(version, LogFileKind.Checksum),
                [var last, "compacted", "json"] when TryNumber(last, VersionDigits) is { } end => new LogFileName(end, LogFileKind.Compacted),
                ["checkpoint", "parquet"] => new LogFileName(version, LogFileKind.Checkpoint),
                ["checkpoint", var unique, "parquet" or "json"] when Guid.TryParse(unique, out _) =>
                    new LogFileName(version, LogFileKind.Checkpoint),
                ["checkpoint", var part, var parts, "parquet"]
                    when TryNumber(part, PartDigits) is { } number && TryNumber(parts, PartDigits) is > 1 and <= int.MaxValue and var count
                    && number >= 1 && number <= count => new LogFileName(version, LogFileKind.Checkpoint, (int)number, (int)count),
                _ => null,
            };
    }

    private static long? TryNumber(string text, int digits) =>
        text.Length == digits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
