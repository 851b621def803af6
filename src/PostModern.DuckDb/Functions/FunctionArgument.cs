using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Functions;

/// <summary>An argument of a call that is being planned.</summary>
/// <param name="Type">Its type as written, before a cast to the parameter's; <see cref="NullType"/> for a bare NULL or an open parameter.</param>
/// <param name="IsConstant">Whether it is the same for all rows.</param>
/// <param name="Value">The constant, boxed as by <see cref="ColumnValue.Get"/>; null when it is NULL or no constant.</param>
public sealed record FunctionArgument(ArrowType Type, bool IsConstant, object? Value);
