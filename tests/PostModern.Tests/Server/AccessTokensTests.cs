using PostModern.Arrow.Errors;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server;

public class AccessTokensTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void A_token_is_valid_wherever_the_key_is_the_same()
    {
        var token = new AccessTokens(Key).Issue();

        Assert.True(new AccessTokens(Key).IsValid(token));
        Assert.False(new AccessTokens([.. Key, 1]).IsValid(token));
    }

    [Fact]
    public void Each_login_gets_a_token_of_its_own()
    {
        var tokens = new AccessTokens(Key);

        Assert.NotEqual(tokens.Issue(), tokens.Issue());
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer not base64 !")]
    [InlineData("Bearer AAAA")]
    [InlineData("Digest x")]
    public void A_bad_login_is_unauthenticated(string header)
    {
        var error = Assert.Throws<ServerException>(() => new Authenticator(new AccessTokens(Key)).Check(header));

        Assert.Equal(ErrorCode.Unauthenticated, error.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic YWRhOng=")]
    public void Anybody_may_call_without_a_token(string? header) =>
        Assert.Null(new Authenticator(new AccessTokens(Key)).Check(header));

    [Fact]
    public void Logging_in_with_a_token_keeps_it()
    {
        var tokens = new AccessTokens(Key);
        var token = tokens.Issue();

        Assert.Equal(token, new Authenticator(tokens).LogIn($"Bearer {token}"));
    }
}
