using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Server.Auth;

/// <summary>Who may call. Without a list of users and without client certificates, anyone may, under any name.</summary>
/// <param name="users">Those who may log in with a password or an API token; null when there is no list.</param>
/// <param name="hasClientCertificates">Whether every connection brings a certificate that TLS has checked.</param>
/// <param name="tokens">Gives and reads access tokens.</param>
/// <param name="clock">Lets verified passwords be forgotten.</param>
internal sealed class Authenticator(UserList? users, bool hasClientCertificates, AccessTokens tokens, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    private readonly PasswordCheck? _passwords = users is null ? null : new PasswordCheck(users, clock);

    private bool IsOpen => users is null && !hasClientCertificates;

    /// <summary>Finds out who calls.</summary>
    /// <exception cref="ServerException">Unauthenticated: it isn't shown.</exception>
    public async ValueTask<Caller> CheckAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(credentials.Authorization))
        {
            return WithoutHeader(credentials);
        }

        if (BasicCredentials.TryDecode(credentials.Authorization, out var user, out var password))
        {
            return await CheckPasswordAsync(user, password, credentials, cancellationToken);
        }

        return credentials.Authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? await CheckTokenAsync(credentials.Authorization[Bearer.Length..].Trim(), credentials, cancellationToken)
            : throw Refused("The authorization header is neither Basic nor Bearer; log in with a user and a password, or with a token.");
    }

    /// <summary>Logs in.</summary>
    /// <returns>The access token that came, or a new one.</returns>
    /// <inheritdoc cref="CheckAsync"/>
    public async Task<string> LogInAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        var caller = await CheckAsync(credentials, cancellationToken);
        return caller.Token ?? tokens.Issue(caller.User, caller.Proof);
    }

    private static ServerException Refused(string message) => new(ErrorCode.Unauthenticated, message);

    private Caller WithoutHeader(Credentials credentials) =>
        credentials.CertificateName is { } name ? new Caller(name, LoginProof.Certificate)
        : IsOpen ? new Caller(null, LoginProof.None)
        : throw Refused(hasClientCertificates
            ? "The client certificate's subject has no common name (CN) to take for the user's name."
            : "This server wants a login; give a user and a password, or a token.");

    private async Task<Caller> CheckPasswordAsync(string user, string password, Credentials credentials, CancellationToken cancellationToken)
    {
        if (_passwords is null)
        {
            // The certificate has shown who this is; a name without a list to check it against shows nothing.
            return IsOpen ? new Caller(user.Length > 0 ? user : null, LoginProof.None) : WithoutHeader(credentials);
        }

        return await _passwords.IsRightAsync(user, password, credentials.Connection, cancellationToken)
            ? new Caller(user, LoginProof.Secret)
            : throw Refused("The user's name or the password is wrong.");
    }

    private async ValueTask<Caller> CheckTokenAsync(string text, Credentials credentials, CancellationToken cancellationToken)
    {
        if (tokens.Read(text) is { } token)
        {
            return tokens.HasExpired(token) ? throw Refused($"The login has expired at {token.Expires:u}; log in again.")
                : StillHolds(token) ? new Caller(token.User, token.Proof, text)
                : throw Refused("The token was given under other rules for logging in; log in again.");
        }

        string? owner = null;
        var isKnown = await credentials.Connection.TryAsync(() => Task.FromResult((owner = users?.OwnerOf(text)) is not null), cancellationToken);
        return isKnown ? new Caller(owner, LoginProof.Secret) : throw Refused("The token is not valid here; log in again.");
    }

    // The key may be older than the list of users: a token is worth what its proof is worth today.
    private bool StillHolds(AccessToken token) => IsOpen || token.Proof switch
    {
        LoginProof.Secret => users is not null && token.User is { } user && users.Has(user),
        LoginProof.Certificate => hasClientCertificates,
        _ => false,
    };
}
