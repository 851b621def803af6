namespace PostModern.Lake.Delta;

/// <summary>Settings of a feature or of an application, under a name of its own. We write none, and lose none.</summary>
/// <param name="Domain">The name; <c>delta.</c> is for the protocol's own.</param>
/// <param name="Configuration">A text that only the domain understands.</param>
/// <param name="Removed">Whether this ends the domain.</param>
public sealed record DomainMetadata(string Domain, string Configuration, bool Removed = false) : DeltaAction;
