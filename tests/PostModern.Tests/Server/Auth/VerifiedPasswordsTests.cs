using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class VerifiedPasswordsTests
{
    [Fact]
    public void A_password_is_remembered_for_its_user_and_for_a_while()
    {
        var clock = new ManualClock();
        var verified = new VerifiedPasswords(clock);
        verified.Add("ada", "secret");

        Assert.True(verified.Has("ada", "secret"));
        Assert.False(verified.Has("ada", "wrong"));
        Assert.False(verified.Has("bob", "secret"));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(verified.Has("ada", "secret"));
    }

    [Fact]
    public void Memory_is_bounded()
    {
        var verified = new VerifiedPasswords(TimeProvider.System);
        for (var i = 0; i <= 1000; i++)
        {
            verified.Add($"user {i}", "secret");
        }

        Assert.False(verified.Has("user 0", "secret"));
        Assert.True(verified.Has("user 1000", "secret"));
    }
}
