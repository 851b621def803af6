using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Another writer's version contradicts the change; nothing was committed.</summary>
/// <param name="Table">The table's folder.</param>
/// <param name="Reason">What the other did, as the rest of a sentence.</param>
public sealed record Conflicted(string Table, string Reason) : CommitOutcome
{
    public override Snapshot GetSnapshot() => throw new ServerException(
        ErrorCode.Conflict, $"Nothing was changed in '{Table}': {Reason} Run the statement again to apply it to the latest version.");

    internal static Conflicted Dropped(DeltaLog log) => new(log.Location, "it was dropped or created anew meanwhile.");
}
