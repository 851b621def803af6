using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary>Computes one row of a function of an object.</summary>
/// <param name="obj">The object.</param>
/// <param name="rest">The other arguments, boxed.</param>
/// <param name="cancellation">Stops it.</param>
internal delegate Task<object?> ObjectRow(ObjectRef obj, IReadOnlyList<object> rest, CancellationToken cancellation);
