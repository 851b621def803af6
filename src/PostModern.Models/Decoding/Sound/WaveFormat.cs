namespace PostModern.Models.Decoding.Sound;

/// <summary>How uncompressed sound is laid out: frames of one sample a channel.</summary>
/// <param name="Encoding">Of a sample.</param>
/// <param name="Channels">1 to <see cref="MostChannels"/>.</param>
/// <param name="SampleRate">Frames a second, up to <see cref="HighestRate"/>.</param>
internal sealed record WaveFormat(SampleEncoding Encoding, int Channels, int SampleRate)
{
    internal const int MostChannels = 64;

    /// <summary>Beyond it the resampler's tables would grow large; nobody records speech like that.</summary>
    internal const int HighestRate = 192_000;

    internal int BytesPerSample => Encoding switch
    {
        SampleEncoding.Unsigned8 => 1,
        SampleEncoding.Signed16 => 2,
        SampleEncoding.Signed24 => 3,
        SampleEncoding.Float64 => 8,
        _ => 4,
    };

    internal int BytesPerFrame => Channels * BytesPerSample;
}
