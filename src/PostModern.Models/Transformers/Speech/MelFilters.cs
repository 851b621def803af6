namespace PostModern.Models.Transformers.Speech;

/// <summary>Triangles over frequencies, each a pitch as the ear hears it.</summary>
/// <remarks>Slaney's scale, linear up to 1 kHz and logarithmic above it, and triangles of equal area, as librosa makes them.</remarks>
internal static class MelFilters
{
    private const double HertzPerMel = 200 / 3d;
    private const double LogarithmicFrom = 1000;
    private static readonly double s_step = Math.Log(6.4) / 27;

    /// <returns>For each pitch the weight of each frequency.</returns>
    internal static float[][] Make(int pitches, int frequencies, int sampleRate)
    {
        var highest = ToMel(sampleRate / 2d);
        double[] edges = [.. Enumerable.Range(0, pitches + 2).Select(i => ToHertz(highest * i / (pitches + 1)))];
        return [.. Enumerable.Range(0, pitches).Select(pitch => Enumerable.Range(0, frequencies).Select(i =>
        {
            var frequency = sampleRate / 2d * i / (frequencies - 1);
            var rising = (frequency - edges[pitch]) / (edges[pitch + 1] - edges[pitch]);
            var falling = (edges[pitch + 2] - frequency) / (edges[pitch + 2] - edges[pitch + 1]);
            return (float)(Math.Max(0, Math.Min(rising, falling)) * 2 / (edges[pitch + 2] - edges[pitch]));
        }).ToArray())];
    }

    private static double ToMel(double hertz) =>
        hertz < LogarithmicFrom ? hertz / HertzPerMel : (LogarithmicFrom / HertzPerMel) + (Math.Log(hertz / LogarithmicFrom) / s_step);

    private static double ToHertz(double mel) =>
        mel < LogarithmicFrom / HertzPerMel ? mel * HertzPerMel : LogarithmicFrom * Math.Exp(s_step * (mel - (LogarithmicFrom / HertzPerMel)));
}
