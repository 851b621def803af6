namespace PostModern.Lake.Delta;

/// <summary>The change is a version now.</summary>
/// <param name="Snapshot">The table at that version.</param>
/// <param name="Attempts">1 when nobody else was committing.</param>
public sealed record Committed(Snapshot Snapshot, int Attempts) : CommitOutcome
{
    public override Snapshot GetSnapshot() => Snapshot;
}
