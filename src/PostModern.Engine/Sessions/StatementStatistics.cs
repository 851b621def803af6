namespace PostModern.Engine.Sessions;

/// <summary>What a statement cost and what went wrong in single rows.</summary>
/// <param name="ModelCalls">Rows that a model really computed.</param>
/// <param name="CacheHits">Rows answered from the inference cache.</param>
/// <param name="RowErrors">Rows that became NULL because their input failed; see <c>pm.errors</c>.</param>
/// <param name="Warnings">One sentence for each different failure, at most ten.</param>
public sealed record StatementStatistics(long ModelCalls, long CacheHits, long RowErrors, IReadOnlyList<string> Warnings)
{
    private const int MostWarnings = 10;

    public static StatementStatistics None { get; } = new(0, 0, 0, []);

    /// <summary>Of two runs together.</summary>
    public StatementStatistics Add(StatementStatistics other) => new(
        ModelCalls + other.ModelCalls,
        CacheHits + other.CacheHits,
        RowErrors + other.RowErrors,
        [.. Warnings.Union(other.Warnings).Take(MostWarnings)]);
}
