using PostModern.Arrow.Types;

namespace PostModern.Data.Transport;

/// <summary>One value to bind.</summary>
/// <param name="Name">The placeholder's name or number.</param>
/// <param name="Value">A CLR value, or <see cref="DBNull"/>.</param>
/// <param name="Type">What the caller wants it sent as; null to follow the value.</param>
internal sealed record ParameterValue(string Name, object Value, ArrowType? Type);
