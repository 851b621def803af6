using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>What became of one input.</summary>
/// <param name="Value">The task's encoded answer; null when it failed.</param>
/// <param name="Error">Why there is no answer.</param>
/// <param name="WasInferred">Whether the model ran on it, successfully or not.</param>
/// <param name="Effort">What it took.</param>
internal sealed record InferenceOutcome(byte[]? Value, ServerException? Error, bool WasInferred, InferenceEffort Effort);
