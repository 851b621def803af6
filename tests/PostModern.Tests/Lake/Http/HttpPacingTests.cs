using System.Diagnostics;
using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Http;

namespace PostModern.Tests.Lake.Http;

public sealed class HttpPacingTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_that_may_pass_is_tried_again(int status)
    {
        var gets = 0;
        var link = await Links.AskAsync(r => r.Method == "GET" && Interlocked.Increment(ref gets) > 2 ? RudeAnswer.Of(Links.Jpeg) : RudeAnswer.Only(status));
        Assert.Null(link.Failure);
        Assert.Equal((3, 200), (gets, link.Status));
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_made_again()
    {
        var requests = 0;
        var link = await Links.AskAsync(_ => Interlocked.Increment(ref requests) < 4 ? RudeAnswer.Of(Links.Jpeg) with { CutAt = 0, Resets = true } : RudeAnswer.Of(Links.Jpeg));
        Assert.Equal("image/jpeg", link.Obj?.ContentType);
    }

    [Fact]
    public async Task What_stays_broken_is_given_up_after_some_tries()
    {
        var gets = 0;
        var link = await Links.AskAsync(r => RudeAnswer.Only(r.Method == "GET" && Interlocked.Increment(ref gets) > 0 ? 500 : 405));
        Assert.Equal((4, 500, ErrorCode.Unavailable), (gets, link.Status, link.Failure?.Code));
    }

    [Fact]
    public async Task What_is_wrong_for_good_is_not_tried_again()
    {
        var gets = 0;
        await Links.AskAsync(r => RudeAnswer.Only(r.Method == "GET" && Interlocked.Increment(ref gets) > 0 ? 404 : 405));
        Assert.Equal(1, gets);
    }

    [Fact]
    public async Task A_wait_that_the_host_asks_for_is_kept_by_everybody_who_asks_that_host()
    {
        var isFirst = 1;
        await using var server = new RudeServer(_ => Interlocked.Exchange(ref isFirst, 0) == 1 ? RudeAnswer.Only(429, "Retry-After: 1") : RudeAnswer.Of(Links.Jpeg));
        using var store = Links.Open();
        var first = store.AskAsync(server.Url + "/1");
        while (server.Requests.IsEmpty)
        {
            await Task.Delay(5);
        }

        await Task.Delay(50);
        var clock = Stopwatch.StartNew();
        var second = await store.AskAsync(server.Url + "/2");
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(30));
        Assert.Null(second.Failure);
        Assert.Null((await first).Failure);
    }

    [Fact]
    public async Task A_wait_until_a_date_is_understood_and_one_that_is_too_long_is_not_waited_for()
    {
        var date = DateTimeOffset.UtcNow.AddHours(1).ToString("R", CultureInfo.InvariantCulture);
        await using var server = new RudeServer(r => r.Method == "HEAD" ? RudeAnswer.Only(405) : RudeAnswer.Only(503, $"Retry-After: {date}"));
        using var store = Links.Open(o => o with { LongestRetryAfter = TimeSpan.FromMilliseconds(100) });
        var clock = Stopwatch.StartNew();
        Assert.Equal(503, (await store.AskAsync(server.Url)).Status);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_host_gets_so_many_requests_at_a_time()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg) with { Delay = TimeSpan.FromMilliseconds(20) });
        using var store = Links.Open(o => o with { PerHost = 3 });
        var links = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.AskAsync($"{server.Url}/{i}")));
        Assert.All(links, l => Assert.Null(l.Failure));
        Assert.InRange(server.MostAtOnce, 2, 3);
    }

    [Fact]
    public async Task All_hosts_together_get_so_many_requests_at_a_time()
    {
        await using var one = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg) with { Delay = TimeSpan.FromMilliseconds(20) });
        await using var other = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg) with { Delay = TimeSpan.FromMilliseconds(20) });
        using var store = Links.Open(o => o with { Total = 1 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.AskAsync($"{(i % 2 == 0 ? one : other).Url}/{i}")));
        Assert.Equal((1, 1), (one.MostAtOnce, other.MostAtOnce));
    }

    [Fact]
    public async Task A_host_gets_so_many_requests_a_second()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg));
        using var store = Links.Open(o => o with { RequestsPerSecond = 20 });
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => store.AskAsync($"{server.Url}/{i}")));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_host_that_never_answers_is_left_alone_and_the_links_say_why()
    {
        // Nobody listens on a port that was just free. Each link costs two requests.
        var server = new RudeServer(_ => RudeAnswer.Of(""));
        await server.DisposeAsync();
        using var store = Links.Open(o => o with { Retries = 0 });
        for (var i = 0; i < HostHealth.MostFailures / 2; i++)
        {
            Assert.DoesNotContain("left alone", (await store.AskAsync($"http://127.0.0.1:{server.Port}/{i}")).Failure?.Message, StringComparison.Ordinal);
        }

        var link = await store.AskAsync($"http://127.0.0.1:{server.Port}/last");
        Assert.Equal(ErrorCode.Unavailable, link.Failure?.Code);
        Assert.Contains("times in a row and is left alone", link.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_that_nobody_reads_on_do_not_stop_others()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(new byte[5_000_000]));
        using var store = Links.Open(o => o with { PerHost = 1, Timeout = TimeSpan.FromSeconds(2) });
        await using var idle = await store.OpenReadAsync(new(server.Url));
        await using var other = await store.OpenReadAsync(new(server.Url));
        Assert.Equal(1, await other.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task A_server_that_takes_connections_and_never_answers_costs_the_time_out_and_no_more()
    {
        var clock = Stopwatch.StartNew();
        var link = await Links.AskAsync(
            _ => RudeAnswer.Of("") with { Delay = TimeSpan.FromMinutes(1) }, change: o => o with { Timeout = TimeSpan.FromMilliseconds(600) });
        Assert.Equal(ErrorCode.Timeout, link.Failure?.Code);
        Assert.Null(link.Status);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(30));
    }
}
