using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>What an inference server says of a model.</summary>
/// <param name="Version">The version that answers; null when the server names none.</param>
/// <param name="Inputs">In the model's order.</param>
/// <param name="Outputs">In the model's order.</param>
internal sealed record ModelSignature(string? Version, IReadOnlyList<TensorInfo> Inputs, IReadOnlyList<TensorInfo> Outputs);
