using PostModern.Arrow.Types;

namespace PostModern.Models.Signatures;

/// <summary>A parameter of a model's SQL function.</summary>
/// <param name="Name">As documentation and errors call it.</param>
/// <param name="Type">What SQL passes; other types are cast to it.</param>
/// <param name="Role">What becomes of it.</param>
public sealed record TaskParameter(string Name, ArrowType Type, ParameterRole Role);
