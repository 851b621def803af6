using System.Text.Json.Nodes;

namespace PostModern.Lake.Delta;

/// <summary>Who wrote a version, when, and by which operation. Other engines' keys are free, so all but a few are kept as read.</summary>
/// <param name="Timestamp">The writer's clock, in milliseconds since 1970, for people to read: see <see cref="Commit.Timestamp"/>.</param>
/// <param name="Operation">Such as <c>WRITE</c>, <c>DELETE</c>, <c>CREATE TABLE AS SELECT</c>.</param>
public sealed record CommitInfo(long? Timestamp, string? Operation) : DeltaAction
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>
    /// When the version came to be, in milliseconds since 1970, in tables that promise to say so: strictly later than the version before.
    /// </summary>
    public long? InCommitTimestamp { get; init; }

    /// <summary>The operation's arguments, as texts.</summary>
    public IReadOnlyDictionary<string, string> OperationParameters { get; init; } = Nothing;

    /// <summary>Counts such as <c>numOutputRows</c>, as texts.</summary>
    public IReadOnlyDictionary<string, string> OperationMetrics { get; init; } = Nothing;

    public string? UserName { get; init; }

    public string? EngineInfo { get; init; }

    /// <summary>The version that the writer had read; null for the first.</summary>
    public long? ReadVersion { get; init; }

    /// <summary>Whether the commit only adds files, without having looked at the table.</summary>
    public bool IsBlindAppend { get; init; }

    /// <summary>Unique for each commit: tells a writer whether the version it finds is its own, whose answer got lost.</summary>
    public string? TransactionId { get; init; }

    /// <summary>How the version came to be, under our own key <c>postmodern</c>; null in other engines' commits.</summary>
    public JsonObject? Recipe { get; init; }
}
