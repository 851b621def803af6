namespace PostModern.Models.Decoding;

/// <summary>Turns RGB8 into the planes of normalised floats that image models want: (value − mean) / deviation per channel.</summary>
/// <remarks>A byte has 256 values, so each channel is a table look-up.</remarks>
internal sealed class PixelNormalization
{
    private readonly float[] _red;
    private readonly float[] _green;
    private readonly float[] _blue;
    private readonly bool _blueFirst;

    /// <param name="mean">Of red, green and blue, on the scale 0..255.</param>
    /// <param name="deviation">Of red, green and blue, on the scale 0..255.</param>
    /// <param name="blueFirst">Whether planes come as blue, green, red.</param>
    internal PixelNormalization((double Red, double Green, double Blue) mean, (double Red, double Green, double Blue) deviation, bool blueFirst)
    {
        _red = Table(mean.Red, deviation.Red);
        _green = Table(mean.Green, deviation.Green);
        _blue = Table(mean.Blue, deviation.Blue);
        _blueFirst = blueFirst;
    }

    /// <summary>Fills three planes of one float a pixel, one after the other.</summary>
    internal void Apply(ReadOnlySpan<byte> rgb, Span<float> planes)
    {
        var count = rgb.Length / 3;
        var red = planes.Slice(_blueFirst ? 2 * count : 0, count);
        var green = planes.Slice(count, count);
        var blue = planes.Slice(_blueFirst ? 0 : 2 * count, count);
        for (var i = 0; i < count; i++)
        {
            red[i] = _red[rgb[3 * i]];
            green[i] = _green[rgb[(3 * i) + 1]];
            blue[i] = _blue[rgb[(3 * i) + 2]];
        }
    }

    private static float[] Table(double mean, double deviation)
    {
        var table = new float[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (float)((i - mean) / deviation);
        }

        return table;
    }
}
