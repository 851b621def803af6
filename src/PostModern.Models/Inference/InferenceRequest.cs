using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>What a pipeline is asked about one input.</summary>
/// <param name="Source">Where the input's bytes come from.</param>
/// <param name="Arguments">The row's other arguments, none of them null.</param>
/// <param name="Options">The call's options.</param>
internal sealed record InferenceRequest(ContentSource Source, IReadOnlyList<object> Arguments, TaskOptions Options)
{
    /// <summary>Equal exactly when the answers are.</summary>
    public InferenceKey Key { get; init; }

    /// <summary>Whether the same caller hands in more at once: worth a moment's wait to fill a batch.</summary>
    public bool MoreFollow { get; init; }

    /// <summary>Pays for it; null for nobody.</summary>
    public Spending? Spending { get; init; }
}
