namespace PostModern.Models.Inference;

/// <summary>A graph's input or output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The extent of each axis; −1 where any will do.</param>
internal sealed record OnnxTensorInfo(string Name, IReadOnlyList<int> Shape);
