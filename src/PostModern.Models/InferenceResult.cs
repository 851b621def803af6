using PostModern.Arrow.Arrays;
using PostModern.Models.Inference;

namespace PostModern.Models;

/// <summary>A model's answers to one column.</summary>
/// <param name="Values">One row an input row, on managed memory; NULL for NULL and for rows that failed.</param>
/// <param name="Errors">The rows that failed, by row number.</param>
/// <param name="ModelCalls">Distinct inputs that the model really ran on; of an estimate, those that it would run on.</param>
/// <param name="CacheHits">Rows answered from the inference cache.</param>
public sealed record InferenceResult(Column Values, IReadOnlyList<RowError> Errors, int ModelCalls, int CacheHits)
{
    /// <summary>What the model did for it.</summary>
    public InferenceEffort Effort { get; init; }

    /// <summary>Of an estimate: what would be read of objects, as far as their sizes are known.</summary>
    public long BytesToRead { get; init; }
}
