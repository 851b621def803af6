using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>The version that a reference means.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Snapshot">The version; the latest while its parameter has no value.</param>
/// <param name="Condition">What is true of its parameters, so that the statement still has them and they have a type; null without any.</param>
internal sealed record PastVersion(Dataset Dataset, Snapshot Snapshot, string? Condition);
