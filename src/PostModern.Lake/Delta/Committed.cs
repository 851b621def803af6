namespace PostModern.Lake.Delta;

/// <summary>The change is a version now.</summary>
/// <param name="Snapshot">The table at that version.</param>
/// <param name="Attempts">1 when nobody else was committing.</param>
public sealed record Committed(Snapshot Snapshot, int Attempts) : CommitOutcome
{
    /// <summary>Why the checkpoint that was due, or the cleaning up after it, didn't work; null when it did, or none was due.</summary>
    /// <remarks>The version stands all the same: a later commit will do it.</remarks>
    public Exception? MaintenanceFailure { get; init; }

    public override Snapshot GetSnapshot() => Snapshot;
}
