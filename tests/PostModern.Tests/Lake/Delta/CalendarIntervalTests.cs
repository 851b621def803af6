using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

public sealed class CalendarIntervalTests
{
    [Theory]
    [InlineData("interval 30 days", 30)]
    [InlineData("interval 1 week", 7)]
    [InlineData("INTERVAL 1 Week 2 DAYS 12 hours", 9.5)]
    [InlineData("36 hours", 1.5)]
    [InlineData("interval 1440 minutes", 1)]
    [InlineData("interval 0 days", 0)]
    public void Sparks_intervals_are_understood(string text, double days) =>
        Assert.Equal(TimeSpan.FromDays(days), CalendarInterval.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("interval")]
    [InlineData("interval 3")]
    [InlineData("interval 1 month")]
    [InlineData("interval -1 days")]
    [InlineData("interval 1e300 weeks")]
    [InlineData("soon")]
    public void What_has_no_known_length_is_no_interval(string text) => Assert.Null(CalendarInterval.TryParse(text));
}
