using PostModern.Arrow.Errors;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class UserListTests
{
    private const string Hash = "$pbkdf2-sha512$i=10000$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public void A_user_may_have_a_password_and_several_tokens()
    {
        var (first, second) = (ApiTokenHash.NewToken(), ApiTokenHash.NewToken());
        var list = UserList.Parse(
            $"""
            # who may log in

            ada:{PasswordHash.Create("secret")}
            ada:{ApiTokenHash.Create(first)}
            power bi : {ApiTokenHash.Create(second)}
            """,
            "users.txt");

        Assert.True(list.PasswordOf("ada").Verify("secret"));
        Assert.Equal("ada", list.OwnerOf(first));
        Assert.Equal("power bi", list.OwnerOf(second));
        Assert.Null(list.OwnerOf(ApiTokenHash.NewToken()));
        Assert.True(list.Has("ada") && list.Has("power bi"));
        Assert.False(list.Has("Ada"));
    }

    [Fact]
    public void An_unknown_name_costs_as_much_as_the_dearest_known_one()
    {
        Assert.Equal(10_000, UserList.Parse($"ada:{Hash}", "f").PasswordOf("bob").Iterations);
        Assert.Equal(210_000, UserList.Parse($"ada:{Hash}\neve:{PasswordHash.Create("x")}", "f").PasswordOf("bob").Iterations);
    }

    [Theory]
    [InlineData("# nobody\n", "users.txt names no user")]
    [InlineData("\nada", "users.txt, line 2: a line is name:hash")]
    [InlineData(":" + Hash, "users.txt, line 1: a line is name:hash")]
    [InlineData("ada:secret", "users.txt, line 1: A password's hash looks like")]
    [InlineData("ada:$sha256$AAAA", "users.txt, line 1: A token's hash looks like")]
    [InlineData($"ada:{Hash}\nada:{Hash}", "users.txt, line 2: ada has a password already")]
    public void A_wrong_line_is_named(string text, string message)
    {
        var error = Assert.Throws<ServerException>(() => UserList.Parse(text, "users.txt"));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", true)]
    [InlineData("power bi", true)]
    [InlineData("", false)]
    [InlineData(" ada", false)]
    [InlineData("a:b", false)]
    [InlineData("#ada", false)]
    [InlineData("a\nb", false)]
    public void A_name_is_what_a_line_can_begin_with(string name, bool isName) => Assert.Equal(isName, UserList.IsName(name));
}
