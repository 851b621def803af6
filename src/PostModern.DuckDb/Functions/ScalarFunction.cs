using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Functions;

/// <summary>A SQL function of one row at a time, computed in C# over columns of up to 2,048 rows.</summary>
/// <remarks>
/// DuckDB calls from several threads at once. NULL rows are passed like others, and what is returned for them stands: the function
/// answers NULL itself. Exceptions fail the query; a <see cref="ServerException"/> reaches the caller with its code and message.
/// </remarks>
public sealed class ScalarFunction
{
    public required string Name { get; init; }

    /// <summary>The leading parameters; null takes any type, arguments of other types are cast.</summary>
    public required IReadOnlyList<ArrowType?> Parameters { get; init; }

    /// <summary>Whether any number of further arguments of any type may follow.</summary>
    public bool VarArgs { get; init; }

    public required ArrowType ReturnType { get; init; }

    /// <summary>Whether equal arguments may give other results: called for exactly the rows that survive cheaper predicates, never folded.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Whether <see cref="Bind"/> takes all that it needs of constant arguments: their columns come as NULLs, which costs nothing a row.</summary>
    public bool BindsConstants { get; init; }

    /// <summary>Checks a call when its statement is planned; what it returns is handed to every <see cref="Invoke"/> of that call.</summary>
    /// <remarks>A statement is planned more than once (when prepared, again when executed after a change). Exceptions are binder errors.</remarks>
    public Func<FunctionBinding, object?>? Bind { get; init; }

    /// <summary>Computes one column of <see cref="ReturnType"/> with as many rows as the arguments.</summary>
    public required Func<FunctionCall, Column> Invoke { get; init; }
}
