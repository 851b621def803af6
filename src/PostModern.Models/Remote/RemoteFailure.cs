using PostModern.Arrow.Errors;

namespace PostModern.Models.Remote;

/// <summary>One request that failed, and whether another may do better.</summary>
internal sealed class RemoteFailure(ErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whose fault it is.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>Whether the same request may go well in a moment.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the server says that it is asked too much.</summary>
    public bool IsOverload { get; init; }

    /// <summary>The wait that the server asks for; null when it asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
