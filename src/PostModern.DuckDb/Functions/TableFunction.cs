using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Functions;

/// <summary>A function that stands in FROM and streams rows.</summary>
/// <remarks>Exceptions of <see cref="Bind"/> are binder errors; a <see cref="ServerException"/> reaches the caller with its code and message.</remarks>
public sealed class TableFunction
{
    public required string Name { get; init; }

    /// <summary>The positional parameters, all required; null takes any type.</summary>
    public required IReadOnlyList<ArrowType?> Parameters { get; init; }

    /// <summary>The parameters given as <c>name := value</c>, all optional; null takes any type.</summary>
    public IReadOnlyDictionary<string, ArrowType?> NamedParameters { get; init; } = new Dictionary<string, ArrowType?>();

    /// <summary>Decides the columns of one call.</summary>
    public required Func<TableFunctionBinding, BoundTable> Bind { get; init; }
}
