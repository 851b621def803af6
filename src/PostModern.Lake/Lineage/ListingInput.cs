namespace PostModern.Lake.Lineage;

/// <summary>A listing that a statement read, such as <c>files('photos/*.jpg')</c>.</summary>
/// <param name="Function">The table function.</param>
/// <param name="Pattern">What it was asked for.</param>
/// <param name="Count">Distinct objects that it named.</param>
/// <param name="Hash">Over URI and version or etag of each, in hexadecimal, in whatever order they came.</param>
/// <param name="IsComplete">False when the statement stopped reading before the end, as LIMIT does: then count and hash cover a part.</param>
public sealed record ListingInput(string Function, string Pattern, long Count, string Hash, bool IsComplete);
