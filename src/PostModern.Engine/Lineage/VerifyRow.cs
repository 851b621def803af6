namespace PostModern.Engine.Lineage;

/// <summary>One thing that VERIFY looked at.</summary>
/// <param name="Check">definition, object, listing, model, input or row.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Status"><c>ok</c>, or what is wrong.</param>
/// <param name="Detail">How; null where the status says all.</param>
internal sealed record VerifyRow(string Check, string? Subject, string Status, string? Detail);
