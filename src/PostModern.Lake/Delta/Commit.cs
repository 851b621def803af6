namespace PostModern.Lake.Delta;

/// <summary>One version's actions, as the log has them.</summary>
/// <param name="Version">The version that the commit made.</param>
/// <param name="Actions">In the file's order.</param>
/// <param name="Etag">Of the commit file: another one under the same version means another table.</param>
/// <param name="Modified">When the file was written; stands in for a missing timestamp.</param>
public sealed record Commit(long Version, IReadOnlyList<DeltaAction> Actions, string? Etag, DateTimeOffset Modified)
{
    /// <summary>Who, when, how; null when the writer left nothing.</summary>
    public CommitInfo? Info => Actions.OfType<CommitInfo>().FirstOrDefault();

    /// <summary>When the version came to be.</summary>
    public DateTimeOffset Timestamp => Info?.Time ?? Modified;
}
