using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Server.Auth;

/// <summary>Who may call. On loopback anyone may, under any name; a token must still be one that this server gave.</summary>
internal sealed class Authenticator(AccessTokens tokens)
{
    private const string Bearer = "Bearer ";

    /// <summary>Checks a call's <c>authorization</c> header.</summary>
    /// <returns>The token, which names the caller's session; null when there is none.</returns>
    /// <exception cref="ServerException">Unauthenticated: neither Basic nor a token of ours.</exception>
    public string? Check(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization) || BasicCredentials.TryDecode(authorization, out _, out _))
        {
            return null;
        }

        var token = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
        return token is not null && tokens.IsValid(token)
            ? token
            : throw new ServerException(ErrorCode.Unauthenticated, "The login is not valid here, or has expired; log in again.");
    }

    /// <summary>Logs in: the token that came, or a new one.</summary>
    public string LogIn(string? authorization) => Check(authorization) ?? tokens.Issue();
}
