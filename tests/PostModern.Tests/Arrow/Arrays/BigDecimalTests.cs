using PostModern.Arrow.Arrays;

namespace PostModern.Tests.Arrow.Arrays;

public sealed class BigDecimalTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.05")]
    [InlineData("-0.05")]
    [InlineData("123456789012345678901234567890.123456789")]
    public void Text_comes_back(string text) => Assert.Equal(text, BigDecimal.Parse(text).ToString());

    [Theory]
    [InlineData("1.25", 1, "13")]
    [InlineData("-1.25", 1, "-13")]
    [InlineData("1.24", 1, "12")]
    [InlineData("1.5", 3, "1500")]
    [InlineData("0.4", 0, "0")]
    public void Dropped_digits_round_half_away_from_zero(string text, int scale, string unscaled) =>
        Assert.Equal(unscaled, BigDecimal.Parse(text).Rescale(scale).ToString());

    [Theory]
    [InlineData("1e5")]
    [InlineData("")]
    [InlineData("1.2.3")]
    public void What_is_no_plain_number_is_refused(string text) => Assert.Throws<FormatException>(() => BigDecimal.Parse(text));
}
