namespace PostModern.Lake.Lineage;

/// <summary>The objects that a statement's model functions were given: how many, and one hash over their identities.</summary>
/// <param name="Count">Distinct objects.</param>
/// <param name="Hash">Over URI and version or etag of each, in hexadecimal; equal when the same bytes were read.</param>
public sealed record ObjectInput(long Count, string Hash);
