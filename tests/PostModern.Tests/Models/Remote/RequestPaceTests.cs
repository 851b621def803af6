using PostModern.Models.Remote;

namespace PostModern.Tests.Models.Remote;

/// <summary>How fast a server is asked, on a clock that the test moves.</summary>
public sealed class RequestPaceTests
{
    private readonly StoppedClock _clock = new();

    [Fact]
    public void Without_a_limit_nobody_waits()
    {
        var pace = new RequestPace(new RemoteLimits(), _clock);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TimeSpan.Zero, pace.Take(1000)));
    }

    [Fact]
    public void Requests_beyond_the_minutes_share_wait()
    {
        var pace = new RequestPace(new RemoteLimits { RequestsPerMinute = 60 }, _clock);
        var waits = Enumerable.Range(0, 12).Select(_ => pace.Take(1).TotalSeconds).ToList();

        Assert.Equal(0, waits[0]);
        Assert.Equal(1, waits[^1], 3);
    }

    [Fact]
    public void Large_requests_wait_for_tokens()
    {
        var pace = new RequestPace(new RemoteLimits { TokensPerMinute = 600 }, _clock);

        Assert.Equal(0, pace.Take(300).TotalSeconds);
        Assert.Equal(20, pace.Take(1).TotalSeconds, 3);
    }

    [Fact]
    public void A_complaint_closes_the_server_and_halves_the_pace()
    {
        var pace = new RequestPace(new RemoteLimits { RequestsPerMinute = 120 }, _clock);
        for (var i = 0; i < 10; i++)
        {
            pace.Take(1);
        }

        pace.Slow(TimeSpan.FromSeconds(7));

        Assert.Equal(7, pace.Take(1).TotalSeconds, 3);
        Assert.Equal(60, pace.RequestsPerMinute);
    }

    [Fact]
    public void Several_complaints_about_one_burst_count_once()
    {
        var pace = new RequestPace(new RemoteLimits { RequestsPerMinute = 100 }, _clock);
        for (var i = 0; i < 40; i++)
        {
            pace.Take(1);
        }

        pace.Slow(TimeSpan.FromSeconds(1));
        pace.Slow(TimeSpan.FromSeconds(1));

        Assert.Equal(50, pace.RequestsPerMinute);
    }

    [Fact]
    public void The_pace_comes_back_up_to_the_limit()
    {
        var pace = new RequestPace(new RemoteLimits { RequestsPerMinute = 100 }, _clock);
        for (var i = 0; i < 40; i++)
        {
            pace.Take(1);
        }

        pace.Slow(TimeSpan.Zero);
        for (var i = 0; i < 100; i++)
        {
            pace.Quicken();
        }

        Assert.Equal(100, pace.RequestsPerMinute);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => 1000 * TimeSpan.TicksPerSecond;
    }
}
