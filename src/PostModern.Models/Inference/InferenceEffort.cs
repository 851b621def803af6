namespace PostModern.Models.Inference;

/// <summary>What it took to answer.</summary>
/// <param name="Time">Of decoding and of the model, each thread's own: an input's share of its batch.</param>
/// <param name="Batches">Runs of the model; several inputs share one.</param>
/// <param name="Tokens">What a remote model says that questions and answers had.</param>
/// <param name="Cost">What those cost by the model's prices, in their currency.</param>
public readonly record struct InferenceEffort(TimeSpan Time, double Batches, long Tokens = 0, double Cost = 0)
{
    public static InferenceEffort operator +(InferenceEffort left, InferenceEffort right) => left.Add(right);

    /// <summary>Both together.</summary>
    public InferenceEffort Add(InferenceEffort other) =>
        new(Time + other.Time, Batches + other.Batches, Tokens + other.Tokens, Cost + other.Cost);
}
