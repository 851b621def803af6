namespace PostModern.Arrow.Errors;

/// <summary>The one exception that the server's own code throws. The message says what, where, and what to do next.</summary>
/// <remarks>It lives in the lowest project because every layer throws it; <see cref="Code"/> becomes a gRPC status in one switch.</remarks>
public sealed class ServerException(ErrorCode code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ErrorCode Code { get; } = code;

    /// <summary>Where in the statement as it was sent, in characters (Unicode scalar values), the first being 1; null when unknown.</summary>
    public int? Position { get; init; }

    /// <summary>What to try instead, such as the name that was probably meant; null when the message alone must do.</summary>
    public string? Hint { get; init; }
}
