namespace PostModern.Models.Inference;

/// <summary>A job that is ready for the model.</summary>
internal readonly record struct PreparedJob<TItem>(InferenceJob Job, TItem Item);
