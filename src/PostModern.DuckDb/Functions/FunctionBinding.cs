namespace PostModern.DuckDb.Functions;

/// <summary>One call of a scalar function, as seen when its statement is planned.</summary>
public sealed class FunctionBinding
{
    /// <summary>The connection that plans the statement.</summary>
    public required ulong ConnectionId { get; init; }

    public required IReadOnlyList<FunctionArgument> Arguments { get; init; }

    /// <summary>Cancelled with the statement.</summary>
    public CancellationToken Cancellation { get; init; }
}
