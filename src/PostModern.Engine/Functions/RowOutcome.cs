using PostModern.Arrow.Errors;

namespace PostModern.Engine.Functions;

/// <summary>A row's value together with what is wrong with it: for values that tell of the failure themselves, and so aren't NULL.</summary>
/// <param name="Value">As <see cref="RowFunction"/> takes it.</param>
/// <param name="Failure">For <c>pm.errors</c>; null when nothing is wrong.</param>
internal sealed record RowOutcome(object Value, ServerException? Failure);
