using System.Diagnostics;
using PostModern.Server.Auth;

namespace PostModern.Tests.Server.Auth;

public class ConnectionLoginsTests
{
    private readonly ConnectionLogins _logins = new();

    [Fact]
    public async Task Guessing_is_slow_even_in_parallel()
    {
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _logins.TryAsync(() => Task.FromResult(false), default)));

        // Three are free, two wait.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Cancelling_does_not_let_the_next_guess_in_sooner()
    {
        using var hasty = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 4; i++)
        {
            await _logins.TryAsync(() => Task.FromResult(false), hasty.Token);
        }

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task Right_logins_never_wait()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(await _logins.TryAsync(() => Task.FromResult(true), default));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
    }
}
