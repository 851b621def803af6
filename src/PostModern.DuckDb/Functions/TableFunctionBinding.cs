using PostModern.Arrow.Arrays;

namespace PostModern.DuckDb.Functions;

/// <summary>One call of a table function, as seen when its statement is planned. Values are boxed as by <see cref="ColumnValue.Get"/>.</summary>
public sealed class TableFunctionBinding
{
    /// <summary>The connection that plans the statement.</summary>
    public required ulong ConnectionId { get; init; }

    /// <summary>The positional arguments.</summary>
    public required IReadOnlyList<object?> Arguments { get; init; }

    /// <summary>The named arguments that were given.</summary>
    public required IReadOnlyDictionary<string, object?> NamedArguments { get; init; }

    /// <summary>Cancelled with the statement.</summary>
    public CancellationToken Cancellation { get; init; }
}
