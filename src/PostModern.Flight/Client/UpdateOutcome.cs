namespace PostModern.Flight.Client;

/// <summary>What became of a statement without rows.</summary>
/// <param name="Rows">Rows changed; −1 when the server doesn't know.</param>
/// <param name="Trailers">What the server said afterwards, statistics among it.</param>
public sealed record UpdateOutcome(long Rows, IReadOnlyDictionary<string, string> Trailers);
