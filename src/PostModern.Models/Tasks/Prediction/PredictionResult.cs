using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>A model's answers to rows.</summary>
/// <param name="Values">One a row; NULL for rows with NULLs and those that failed.</param>
/// <param name="Failures">The rows that failed, in order.</param>
/// <param name="Calls">The rows that the model ran on.</param>
internal sealed record PredictionResult(Column Values, IReadOnlyList<(int Row, ServerException Error)> Failures, int Calls);
