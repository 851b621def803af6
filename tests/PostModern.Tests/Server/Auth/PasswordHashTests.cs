using PostModern.Arrow.Errors;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class PasswordHashTests
{
    [Fact]
    public void Only_the_password_fits_its_hash_and_text_keeps_it()
    {
        var hash = PasswordHash.Parse(PasswordHash.Create("pass:wörd").ToString());

        Assert.True(hash.Verify("pass:wörd"));
        Assert.False(hash.Verify("pass:word"));
        Assert.False(hash.Verify(""));
    }

    [Fact]
    public void The_same_password_has_another_hash_each_time() =>
        Assert.NotEqual(PasswordHash.Create("x").ToString(), PasswordHash.Create("x").ToString());

    /// <summary>Made with Python: <c>hashlib.pbkdf2_hmac('sha512', b'secret', bytes(range(16)), 10000)</c>.</summary>
    [Fact]
    public void The_hash_is_PBKDF2_as_others_compute_it()
    {
        var hash = PasswordHash.Parse("$pbkdf2-sha512$i=10000$AAECAwQFBgcICQoLDA0ODw$s1qOkFay1DbcR0sablkjBgtOqf1IcoQVkkK1uzR9LdXA0A7SkKhkz0j9Li48+pDMKueSh3UUQNkgDDksLeAu+Q");

        Assert.True(hash.Verify("secret"));
        Assert.False(hash.Verify("Secret"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("$pbkdf2-sha512$i=1$AAECAwQFBgcICQoLDA0ODw$AAAA")]
    [InlineData("$pbkdf2-sha512$i=210000$short$AAAA")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuv")]
    public void Anything_else_is_refused_and_says_how_to_make_one(string text)
    {
        var error = Assert.Throws<ServerException>(() => PasswordHash.Parse(text));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("postmodern user", error.Message, StringComparison.Ordinal);
    }
}
