namespace PostModern.Models;

/// <summary>Where a model's answers may come from.</summary>
public enum InferenceUse
{
    /// <summary>From the inference cache where it knows them, and into it where it doesn't.</summary>
    Cached,

    /// <summary>From the model alone, as a check of what was answered before needs it.</summary>
    Fresh,

    /// <summary>From the inference cache alone: what it doesn't know stays open and is counted.</summary>
    Estimated,
}
