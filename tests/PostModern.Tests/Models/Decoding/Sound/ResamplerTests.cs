using PostModern.Models.Decoding.Sound;

namespace PostModern.Tests.Models.Decoding.Sound;

public sealed class ResamplerTests
{
    private const int To = 16_000;

    [Theory]
    [InlineData(8000)]
    [InlineData(11_025)]
    [InlineData(12_347)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void A_tone_stays_that_tone(int rate)
    {
        var read = Resample(Tone(440, rate, rate), rate);
        var expected = Tone(440, To, To);
        Assert.Equal(To, read.Length);

        // At both ends the tone meets silence, which no filter of finite length passes unchanged.
        Assert.All(read.Zip(expected).Skip(200).SkipLast(200), pair => Assert.Equal(pair.Second, pair.First, 0.002));
    }

    [Theory]
    [InlineData(44_100, 9000)]
    [InlineData(48_000, 12_000)]
    [InlineData(96_000, 20_000)]
    public void What_the_lower_rate_cannot_hold_is_removed(int rate, int frequency) =>
        Assert.All(Resample(Tone(frequency, rate, rate), rate).Skip(200).SkipLast(200), sample => Assert.Equal(0, sample, 0.001));

    [Fact]
    public void A_steady_level_stays_as_it_is() =>
        Assert.All(Resample([.. Enumerable.Repeat(0.5f, 44_100)], 44_100).Skip(200).SkipLast(200), sample => Assert.Equal(0.5f, sample, 0.00001));

    [Fact]
    public void Pieces_of_any_size_give_the_same_samples()
    {
        var tone = Tone(1000, 44_100, 20_000);
        var whole = Resample(tone, 44_100);
        var resampler = new Resampler(44_100, To);
        var random = new Random(7);
        var pieces = new List<float>();
        for (var at = 0; at < tone.Length;)
        {
            var length = Math.Min(random.Next(700), tone.Length - at);
            pieces.AddRange(resampler.Add(tone.AsSpan(at, length)));
            at += length;
        }

        pieces.AddRange(resampler.Finish());
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Nothing_stays_nothing() => Assert.Empty(Resample([], 44_100));

    private static float[] Resample(float[] samples, int rate)
    {
        var resampler = new Resampler(rate, To);
        return [.. resampler.Add(samples), .. resampler.Finish()];
    }

    private static float[] Tone(int frequency, int rate, int count) =>
        [.. Enumerable.Range(0, count).Select(n => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * n / rate)))];
}
