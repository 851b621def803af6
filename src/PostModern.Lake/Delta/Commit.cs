namespace PostModern.Lake.Delta;

/// <summary>One version's actions, as the log has them.</summary>
/// <param name="Version">The version that the commit made.</param>
/// <param name="Actions">In the file's order; none when only a checkpoint is left of the version.</param>
/// <param name="Etag">Of the file it was read from: another one under the same name means another table.</param>
/// <param name="Modified">When the file was written.</param>
public sealed record Commit(long Version, IReadOnlyList<DeltaAction> Actions, string? Etag, DateTimeOffset Modified)
{
    /// <summary>Who, when, how; null when the writer left nothing.</summary>
    public CommitInfo? Info => Actions.OfType<CommitInfo>().FirstOrDefault();

    /// <summary>When the version came to be: as the commit itself promises, else when its file was written.</summary>
    /// <remarks>
    /// A file's time is not its commit's: copying a table changes it, and clocks disagree. So it is moved behind the version before
    /// (see <see cref="After"/>), and new tables get in-commit timestamps.
    /// </remarks>
    public DateTimeOffset Timestamp =>
        Info?.InCommitTimestamp is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : Modified;

    /// <summary>The file in the log's folder that it was read from.</summary>
    internal string FileName { get; init; } = DeltaLog.FileName(Version);

    /// <summary>The same, not older than the version before.</summary>
    internal Commit After(DateTimeOffset previous) =>
        Info?.InCommitTimestamp is null && Modified <= previous ? this with { Modified = previous.AddMilliseconds(1) } : this;
}
