using PostModern.Flight.Grpc;

namespace PostModern.Tests.Flight;

public class GrpcTimeoutTests
{
    [Theory]
    [InlineData("2H", 7_200_000)]
    [InlineData("3M", 180_000)]
    [InlineData("4S", 4_000)]
    [InlineData("500m", 500)]
    [InlineData("250000u", 250)]
    [InlineData("7000000n", 7)]
    public void Every_unit_is_read(string header, double milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(header, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5x")]
    public void Anything_else_is_refused(string header) => Assert.False(GrpcTimeout.TryParse(header, out _));

    [Theory]
    [InlineData(1)]
    [InlineData(99_999_999)]
    [InlineData(3_000_000_000)]
    public void What_is_written_has_at_most_eight_digits_and_reads_back(double milliseconds)
    {
        var header = GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds));

        Assert.InRange(header.Length, 2, 9);
        Assert.True(GrpcTimeout.TryParse(header, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }
}
