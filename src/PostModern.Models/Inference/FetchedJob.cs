namespace PostModern.Models.Inference;

/// <summary>A job whose bytes are in memory.</summary>
/// <param name="Job">The job.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Held">What they take of the <see cref="ByteBudget"/>.</param>
internal readonly record struct FetchedJob(InferenceJob Job, ReadOnlyMemory<byte> Content, long Held);
