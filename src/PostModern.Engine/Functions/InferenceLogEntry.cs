using PostModern.Models.Inference;

namespace PostModern.Engine.Functions;

/// <summary>What one statement asked of one model, all its threads and chunks together.</summary>
/// <param name="Time">When it first asked.</param>
/// <param name="RunId">The statement's execution.</param>
/// <param name="Sql">The statement.</param>
/// <param name="User">Who ran it.</param>
/// <param name="Function">The SQL function.</param>
/// <param name="Model">The model.</param>
/// <param name="Device">Where it runs.</param>
internal sealed record InferenceLogEntry(DateTimeOffset Time, Guid RunId, string Sql, string User, string Function, string Model, string Device)
{
    /// <summary>Rows that were not NULL.</summary>
    public long Rows { get; init; }

    public long ModelCalls { get; init; }

    /// <summary>Rows that the cache answered.</summary>
    public long CacheHits { get; init; }

    /// <summary>Rows that became NULL.</summary>
    public long Errors { get; init; }

    public InferenceEffort Effort { get; init; }

    /// <summary>Of an estimate: what would be read of objects.</summary>
    public long BytesToRead { get; init; }

    /// <summary>Of an estimate: inputs that are computed at the same time.</summary>
    public int Lanes { get; init; }

    public InferenceLogEntry Add(InferenceLogEntry more) => this with
    {
        Rows = Rows + more.Rows,
        ModelCalls = ModelCalls + more.ModelCalls,
        CacheHits = CacheHits + more.CacheHits,
        Errors = Errors + more.Errors,
        Effort = Effort + more.Effort,
        BytesToRead = BytesToRead + more.BytesToRead,
    };
}
