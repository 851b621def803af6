using PostModern.Arrow.Arrays;

namespace PostModern.DuckDb.Functions;

/// <summary>The rows that a scalar function computes in one go.</summary>
public sealed class FunctionCall
{
    /// <summary>The connection whose statement calls.</summary>
    public required ulong ConnectionId { get; init; }

    /// <summary>One column an argument, at most 2,048 rows; lives until the call's result has been taken over.</summary>
    public required RecordBatch Arguments { get; init; }

    /// <summary>What <see cref="ScalarFunction.Bind"/> returned.</summary>
    public object? BindData { get; init; }

    /// <summary>Cancelled with the statement.</summary>
    public CancellationToken Cancellation { get; init; }
}
