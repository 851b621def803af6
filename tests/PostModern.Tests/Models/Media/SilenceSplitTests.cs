using PostModern.Lake.Parts;
using PostModern.Models.Media.Sound;

namespace PostModern.Tests.Models.Media;

/// <summary>Recordings are cut in pauses, and silence is left out.</summary>
public sealed class SilenceSplitTests
{
    private const int Loud = LoudnessTrack.FullScale - 40;
    private static readonly Random s_random = new(3);

    [Fact]
    public void Long_silence_belongs_to_no_stretch()
    {
        var chunks = Cut(30, Sound(5, Loud), Sound(10, 0), Sound(5, Loud));

        Assert.Equal(2, chunks.Count);
        AssertNear((0, 5.2), chunks[0]);
        AssertNear((14.8, 20), chunks[1]);
    }

    [Fact]
    public void A_short_pause_does_not_divide() => AssertNear((0, 11), Assert.Single(Cut(30, Sound(5, Loud), Sound(1, 0), Sound(5, Loud))));

    [Fact]
    public void A_long_stretch_is_cut_in_its_quietest_pause()
    {
        // A faint pause at 12, a quieter one at 17, and the longest stretch is 20.
        var chunks = Cut(20, Sound(12, Loud), Sound(0.6, Loud - 20), Sound(4.4, Loud), Sound(0.6, 20), Sound(12, Loud));

        Assert.Equal(2, chunks.Count);
        Assert.InRange(chunks[0].End!.Value.TotalSeconds, 17, 17.7);
        Assert.Equal(chunks[0].End, chunks[1].Start);
    }

    [Fact]
    public void No_stretch_is_longer_than_asked_and_none_is_lost()
    {
        var chunks = Cut(7, Enumerable.Range(0, 40).SelectMany(_ => Sound(s_random.NextDouble() * 3, Loud - s_random.Next(60))).ToArray());

        Assert.All(chunks, c => Assert.InRange((c.End!.Value - c.Start).TotalSeconds, 0, 7));
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Silence_alone_gives_nothing(int level) => Assert.Empty(Cut(30, Sound(100, level)));

    [Fact]
    public void A_tone_that_never_stops_is_no_silence() =>
        Assert.Equal(120, Cut(30, Sound(120, Loud)).Sum(c => (c.End!.Value - c.Start).TotalSeconds));

    [Fact]
    public void Speech_over_noise_is_told_from_the_noise()
    {
        var chunks = Cut(30, Sound(20, 110), Sound(5, Loud), Sound(20, 110), Sound(5, Loud), Sound(20, 110));

        Assert.Equal(2, chunks.Count);
        AssertNear((19.8, 25.2), chunks[0]);
        AssertNear((44.8, 50.2), chunks[1]);
    }

    [Fact]
    public async Task Loudness_is_the_energy_of_20_ms()
    {
        var track = new LoudnessTrack(16_000);
        var samples = Enumerable.Range(0, 16_000).SelectMany(i => BitConverter.GetBytes((short)(i < 8000 ? 0 : 32767 * Math.Sin(i)))).ToArray();
        await track.ReadAsync(new Dribble(samples), default);
        var levels = track.Levels.ToArray();

        Assert.Equal(50, levels.Length);
        Assert.Equal(0, levels[10]);
        Assert.InRange(levels[40], LoudnessTrack.FullScale - 7, LoudnessTrack.FullScale - 5);
    }

    private static IReadOnlyList<TimeStep> Cut(double seconds, params byte[][] parts) => Cut(seconds, [.. parts.SelectMany(p => p)]);

    private static IReadOnlyList<TimeStep> Cut(double seconds, byte[] levels) => SilenceSplit.Cut(levels, TimeSpan.FromSeconds(seconds));

    private static byte[] Sound(double seconds, int level) =>
        [.. Enumerable.Range(0, (int)(seconds * LoudnessTrack.Rate)).Select(_ => (byte)Math.Max(0, level - s_random.Next(4)))];

    private static void AssertNear((double Start, double End) expected, TimeStep actual)
    {
        Assert.Equal(expected.Start, actual.Start.TotalSeconds, 0.05);
        Assert.Equal(expected.End, actual.End!.Value.TotalSeconds, 0.05);
    }

    /// <summary>Gives an odd number of bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 777)], cancellationToken);
    }
}
