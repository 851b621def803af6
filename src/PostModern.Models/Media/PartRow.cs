using PostModern.Lake.Objects;

namespace PostModern.Models.Media;

/// <summary>A part of an object, or why there is none.</summary>
/// <param name="Index">From 1, in the order of the whole.</param>
/// <param name="Start">Seconds from the beginning; null for members and pages.</param>
/// <param name="End">Seconds from the beginning; of a picture the same as <paramref name="Start"/>.</param>
/// <param name="Name">A member's.</param>
/// <param name="Obj">The part; null exactly when there is an error.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record PartRow(long? Index, double? Start, double? End, string? Name, ObjectRef? Obj, string? Error);
