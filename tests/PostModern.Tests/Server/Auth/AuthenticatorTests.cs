using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class AuthenticatorTests
{
    private static readonly string ApiToken = ApiTokenHash.NewToken();
    private static readonly UserList Users = UserList.Parse($"ada:{PasswordHash.Create("secret")}\npbi:{ApiTokenHash.Create(ApiToken)}", "users");

    private readonly ManualClock _clock = new();

    private AccessTokens Tokens => new(new byte[32], TimeSpan.FromHours(24), _clock);

    [Fact]
    public async Task Without_rules_anybody_is_who_he_says()
    {
        var open = Create(null);

        Assert.Equal(new Caller(null, LoginProof.None), await CheckAsync(open, null));
        Assert.Equal(new Caller(null, LoginProof.None), await CheckAsync(open, BasicCredentials.Encode("", "")));
        Assert.Equal(new Caller("eve", LoginProof.None), await CheckAsync(open, BasicCredentials.Encode("eve", "any")));
    }

    [Fact]
    public async Task A_password_an_API_token_and_an_access_token_show_who_calls()
    {
        var strict = Create(Users);
        var token = await strict.LogInAsync(Bring(BasicCredentials.Encode("ada", "secret")), default);

        Assert.Equal(new Caller("ada", LoginProof.Secret), await CheckAsync(strict, BasicCredentials.Encode("ada", "secret")));
        Assert.Equal(new Caller("pbi", LoginProof.Secret), await CheckAsync(strict, "bearer " + ApiToken));
        Assert.Equal(new Caller("ada", LoginProof.Secret, token), await CheckAsync(strict, "Bearer " + token));
        Assert.Equal(token, await strict.LogInAsync(Bring("Bearer " + token), default));
    }

    [Theory]
    [InlineData(null, "wants a login")]
    [InlineData("", "wants a login")]
    [InlineData("Basic YWRhOndyb25n", "name or the password is wrong")]
    [InlineData("Basic ZXZlOnNlY3JldA", "name or the password is wrong")]
    [InlineData("Basic !!!", "neither Basic nor Bearer")]
    [InlineData("Digest x", "neither Basic nor Bearer")]
    [InlineData("Bearer ", "token is not valid")]
    [InlineData("Bearer not base64 !", "token is not valid")]
    [InlineData("Bearer AAAA", "token is not valid")]
    public async Task Anything_else_is_unauthenticated(string? header, string reason)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => CheckAsync(Create(Users), header));

        Assert.Equal(ErrorCode.Unauthenticated, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_says_so()
    {
        var token = Tokens.Issue("ada", LoginProof.Secret);
        _clock.Advance(TimeSpan.FromHours(24));

        var error = await Assert.ThrowsAsync<ServerException>(() => CheckAsync(Create(Users), "Bearer " + token));

        Assert.Equal(ErrorCode.Unauthenticated, error.Code);
        Assert.Contains("expired at 2030-01-02", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", LoginProof.None)]
    [InlineData("ada", LoginProof.Certificate)]
    [InlineData("removed", LoginProof.Secret)]
    [InlineData(null, LoginProof.Secret)]
    internal async Task A_token_is_worth_what_its_proof_is_worth_under_todays_rules(string? user, LoginProof proof)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => CheckAsync(Create(Users), "Bearer " + Tokens.Issue(user, proof)));

        Assert.Equal(ErrorCode.Unauthenticated, error.Code);
    }

    [Fact]
    public async Task A_certificate_names_the_user_and_no_unchecked_header_renames_him()
    {
        var mutual = Create(null, hasClientCertificates: true);

        Assert.Equal(new Caller("cert", LoginProof.Certificate), await CheckAsync(mutual, null, "cert"));
        Assert.Equal(new Caller("cert", LoginProof.Certificate), await CheckAsync(mutual, BasicCredentials.Encode("ada", "x"), "cert"));
        await Assert.ThrowsAsync<ServerException>(() => CheckAsync(mutual, null));
        await Assert.ThrowsAsync<ServerException>(() => CheckAsync(mutual, "Bearer " + Tokens.Issue("ada", LoginProof.None), "cert"));
    }

    [Fact]
    public async Task With_certificates_and_a_list_the_header_decides_when_there_is_one()
    {
        var both = Create(Users, hasClientCertificates: true);

        Assert.Equal(new Caller("cert", LoginProof.Certificate), await CheckAsync(both, null, "cert"));
        Assert.Equal(new Caller("ada", LoginProof.Secret), await CheckAsync(both, BasicCredentials.Encode("ada", "secret"), "cert"));
        await Assert.ThrowsAsync<ServerException>(() => CheckAsync(both, BasicCredentials.Encode("ada", "wrong"), "cert"));
    }

    private static Credentials Bring(string? header, string? certificate = null) => new(header, certificate, new ConnectionLogins());

    private static Task<Caller> CheckAsync(Authenticator authenticator, string? header, string? certificate = null) =>
        authenticator.CheckAsync(Bring(header, certificate), default).AsTask();

    private Authenticator Create(UserList? users, bool hasClientCertificates = false) => new(users, hasClientCertificates, Tokens, _clock);
}
