namespace PostModern.Models.Transformers.Generation;

/// <summary>When a search with beams ends, once there are as many finished texts as beams.</summary>
internal enum EarlyStopping
{
    /// <summary>When no open text, at its present length, is better than the worst finished one.</summary>
    WhenUnlikely,

    /// <summary>At once.</summary>
    WhenEnough,

    /// <summary>When no open text can become better than the worst finished one at any length.</summary>
    Never,
}
