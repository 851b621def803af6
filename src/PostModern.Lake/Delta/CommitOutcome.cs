using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>How a commit ended: <see cref="Committed"/> or <see cref="Conflicted"/>. Anything else is an exception.</summary>
public abstract record CommitOutcome
{
    private protected CommitOutcome()
    {
    }

    /// <summary>The table as committed.</summary>
    /// <exception cref="ServerException">Conflict: another writer came first.</exception>
    public abstract Snapshot GetSnapshot();
}
