using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class AccessTokensTests
{
    private static readonly byte[] Key = new byte[32];

    [Theory]
    [InlineData("ada", LoginProof.Secret)]
    [InlineData("ünal", LoginProof.Certificate)]
    [InlineData(null, LoginProof.None)]
    internal void A_token_says_whose_it_is_wherever_the_key_is_the_same(string? user, LoginProof proof)
    {
        var text = Tokens(Key).Issue(user, proof);

        var token = Tokens(Key).Read(text)!;

        Assert.Equal((user, proof), (token.User, token.Proof));
        Assert.Null(Tokens([.. Key, 1]).Read(text));
    }

    [Fact]
    public void Each_login_gets_a_token_of_its_own() =>
        Assert.NotEqual(Tokens(Key).Issue("ada", LoginProof.None), Tokens(Key).Issue("ada", LoginProof.None));

    [Fact]
    public void No_character_of_a_token_can_be_changed()
    {
        var text = Tokens(Key).Issue("ada", LoginProof.Secret);

        for (var i = 0; i < text.Length - 1; i++)
        {
            Assert.Null(Tokens(Key).Read(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 !")]
    public void Other_text_is_no_token(string text) => Assert.Null(Tokens(Key).Read(text));

    [Fact]
    public void A_token_has_an_end()
    {
        var clock = new ManualClock();
        var tokens = new AccessTokens(Key, TimeSpan.FromHours(24), clock);
        var token = tokens.Read(tokens.Issue("ada", LoginProof.Secret))!;

        clock.Advance(TimeSpan.FromHours(23.99));
        Assert.False(tokens.HasExpired(token));
        clock.Advance(TimeSpan.FromHours(0.01));
        Assert.True(tokens.HasExpired(token));
    }

    private static AccessTokens Tokens(byte[] key) => new(key, TimeSpan.FromHours(24), TimeProvider.System);
}
