namespace PostModern.DuckDb;

/// <summary>DuckDB refused a statement or failed to run it.</summary>
/// <param name="errorType">DuckDB's class of the error.</param>
/// <param name="message">Plain text, without the class and without the statement's excerpt.</param>
/// <param name="position">See <see cref="Position"/>.</param>
/// <param name="innerException">The exception of a function of ours, where the error came from one.</param>
public sealed class DuckDbException(DuckDbErrorType errorType, string message, int? position = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public DuckDbErrorType ErrorType { get; } = errorType;

    /// <summary>Where in the statement, in utf-8 bytes from its start; null when DuckDB doesn't say.</summary>
    public int? Position { get; } = position;
}
