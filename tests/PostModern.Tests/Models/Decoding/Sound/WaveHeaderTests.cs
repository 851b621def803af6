using PostModern.Arrow.Errors;
using PostModern.Models.Decoding.Sound;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Models.Decoding.Sound;

public sealed class WaveHeaderTests
{
    private static readonly WaveFormat Usual = new(SampleEncoding.Signed16, 1, 16_000);

    [Theory]
    [InlineData("Unsigned8", 1, 0.01)]
    [InlineData("Signed16", 2, 0.0001)]
    [InlineData("Signed24", 1, 0.0001)]
    [InlineData("Signed32", 6, 0.0001)]
    [InlineData("Float32", 2, 0.000001)]
    [InlineData("Float64", 3, 0.000001)]
    public void Every_layout_gives_the_same_samples(string encoding, int channels, double tolerance)
    {
        float[] samples = [0, 0.5f, -0.5f, 0.999f, -0.999f, 0.001f];
        var file = WaveWriter.Encode(samples, new WaveFormat(Enum.Parse<SampleEncoding>(encoding), channels, 16_000));
        var read = TestSpeech.Read(file);
        Assert.Equal(samples.Length, read.Length);
        Assert.All(samples.Zip(read), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Channels_are_mixed()
    {
        var file = WaveWriter.Encode([0.5f, 0.25f, -0.5f, 0.5f], Usual);
        file[22] = 2;
        file[32] = 4;
        Assert.All(TestSpeech.Read(file).Zip((float[])[0.375f, 0]), pair => Assert.Equal(pair.Second, pair.First, 0.0001));
    }

    [Fact]
    public void A_float_that_is_no_number_is_silence() =>
        Assert.Equal([0, 0.5f, 0], TestSpeech.Read(WaveWriter.Encode([float.NaN, 0.5f, float.PositiveInfinity], new WaveFormat(SampleEncoding.Float32, 1, 16_000))));

    [Fact]
    public void Chunks_that_say_nothing_of_the_samples_are_passed_over()
    {
        byte[] note = [(byte)'L', (byte)'I', (byte)'S', (byte)'T', 5, 0, 0, 0, 1, 2, 3, 4, 5, 0];
        Assert.Equal(3, TestSpeech.Read(WaveWriter.Encode([0.1f, 0.2f, 0.3f], Usual, note)).Length);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_was_never_filled_in_means_the_rest_of_the_file(uint announced) =>
        Assert.Equal(3, TestSpeech.Read(WaveWriter.Encode([0.1f, 0.2f, 0.3f], Usual, announced: announced)).Length);

    [Fact]
    public void A_file_that_is_shorter_than_it_says_is_cut_short() =>
        AssertRefused(WaveWriter.Encode(new float[100], Usual)[..144], "100 of its 200 bytes");

    [Fact]
    public void A_file_that_ends_in_its_header_is_cut_short()
    {
        var file = WaveWriter.Encode(new float[100], Usual);
        AssertRefused(file[..20], "cut short");
        AssertRefused(file[..40], "cut short");
    }

    [Fact]
    public void A_file_without_channels_is_damaged()
    {
        var file = WaveWriter.Encode(new float[100], Usual);
        file[22] = 0;
        AssertRefused(file, "0 channels");
    }

    [Fact]
    public void Half_a_frame_at_the_end_is_left_out() =>
        Assert.Single(TestSpeech.Read([.. WaveWriter.Encode([0.1f], new WaveFormat(SampleEncoding.Signed16, 2, 16_000), announced: uint.MaxValue), 1, 2, 3]));

    [Fact]
    public void What_is_no_plain_wave_file_is_left_to_others()
    {
        Assert.Null(WaveHeader.Find([]));
        Assert.Null(WaveHeader.Find("These are words, and not a few of them."u8));
        Assert.Null(WaveHeader.Find("RIFF\x04\0\0\0AVI LIST"u8));
        var compressed = WaveWriter.Encode(new float[100], Usual);
        compressed[20] = 0x11; // IMA ADPCM
        Assert.Null(WaveHeader.Find(compressed));
    }

    [Fact]
    public void Files_cut_or_changed_anywhere_are_read_or_refused()
    {
        var file = WaveWriter.Encode(new float[50], Usual, [(byte)'L', (byte)'I', (byte)'S', (byte)'T', 2, 0, 0, 0, 1, 2]);
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] broken = file[..random.Next(file.Length + 1)];
            for (var change = random.Next(4); change > 0 && broken.Length > 0; change--)
            {
                broken[random.Next(Math.Min(broken.Length, 60))] = (byte)random.Next(256);
            }

            try
            {
                if (WaveHeader.Find(broken) is { } wave)
                {
                    Assert.InRange(wave.Start + wave.Length, wave.Start, broken.Length);
                    Assert.Equal(0, wave.Length % wave.Format.BytesPerFrame);
                }
            }
            catch (ServerException e)
            {
                Assert.Equal(ErrorCode.InvalidInput, e.Code);
            }
        }
    }

    private static void AssertRefused(byte[] file, string expected)
    {
        var error = Assert.Throws<ServerException>(() => WaveHeader.Find(file));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
