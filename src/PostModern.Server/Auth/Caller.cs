namespace PostModern.Server.Auth;

/// <summary>Who calls.</summary>
/// <param name="User">Null when nobody said.</param>
/// <param name="Proof">What the name rests on.</param>
/// <param name="Token">The access token that came, which names a session; null when the call has none.</param>
internal sealed record Caller(string? User, LoginProof Proof, string? Token = null);
