using System.Numerics.Tensors;

namespace PostModern.Models.Decoding.Sound;

/// <summary>Brings samples from one rate to another, a piece at a time: what comes out doesn't depend on how the pieces are cut.</summary>
/// <remarks>
/// Band-limited interpolation (Smith, "Digital Audio Resampling"): a sinc under a Blackman window, 24 zero crossings to each side, its coefficients tabled
/// for every place that an output can have between two inputs. What the lower of both rates can't hold is removed, 70 dB and more down.
/// </remarks>
internal sealed class Resampler
{
    private const int Crossings = 24;

    /// <summary>Of the lower rate's band: the rest is where the filter falls.</summary>
    private const double PassBand = 0.92;

    private readonly int _steps;
    private readonly int _places;
    private readonly int _half;
    private readonly float[] _coefficients;
    private float[] _inputs;
    private int _count;
    private long _first;
    private long _outputs;

    /// <param name="from">Samples a second that come in.</param>
    /// <param name="to">Samples a second that go out.</param>
    internal Resampler(int from, int to)
    {
        var common = Gcd(from, to);
        (_steps, _places) = (from / common, to / common);
        var cutoff = PassBand * Math.Min(1, (double)to / from);
        _half = (int)Math.Ceiling(Crossings / cutoff);
        _coefficients = Coefficients(_places, _half, cutoff);

        // Before the first sample there is silence.
        _inputs = new float[4 * _half];
        _count = _half;
        _first = -_half;
    }

    /// <summary>Takes samples in.</summary>
    /// <returns>Those that can be computed now; a little less than has come in, for each looks ahead.</returns>
    internal float[] Add(ReadOnlySpan<float> samples)
    {
        if (_count + samples.Length > _inputs.Length)
        {
            Array.Resize(ref _inputs, _count + samples.Length);
        }

        samples.CopyTo(_inputs.AsSpan(_count));
        _count += samples.Length;
        var outputs = Compute(OutputsBefore(_first + _count - _half));
        Forget();
        return outputs;
    }

    /// <summary>The last samples: behind them there is silence.</summary>
    internal float[] Finish() => Add(new float[_half]);

    /// <summary>How many outputs lie before an input, which is where the output after them would be or later.</summary>
    private long OutputsBefore(long input) => input <= 0 ? 0 : ((input * _places) + _steps - 1) / _steps;

    private float[] Compute(long until)
    {
        var outputs = new float[Math.Max(0, until - _outputs)];
        for (var i = 0; i < outputs.Length; i++, _outputs++)
        {
            var at = Math.DivRem(_outputs * _steps, _places, out var place);
            var window = _inputs.AsSpan((int)(at - _half + 1 - _first), 2 * _half);
            outputs[i] = TensorPrimitives.Dot(window, _coefficients.AsSpan((int)place * 2 * _half, 2 * _half));
        }

        return outputs;
    }

    private void Forget()
    {
        var keep = (_outputs * _steps / _places) - _half + 1;
        var gone = (int)Math.Clamp(keep - _first, 0, _count);
        _inputs.AsSpan(gone, _count - gone).CopyTo(_inputs);
        (_first, _count) = (_first + gone, _count - gone);
    }

    private static float[] Coefficients(int places, int half, double cutoff)
    {
        var coefficients = new float[places * 2 * half];
        for (var place = 0; place < places; place++)
        {
            var row = coefficients.AsSpan(place * 2 * half, 2 * half);
            for (var i = 0; i < row.Length; i++)
            {
                var distance = i - half + 1 - ((double)place / places);
                row[i] = (float)(Sinc(distance * cutoff) * Window(distance / half));
            }

            // So that a steady level stays what it is at every place.
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
        }

        return coefficients;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Blackman's window, from −1 to 1.</summary>
    private static double Window(double x) => Math.Abs(x) >= 1 ? 0 : 0.42 + (0.5 * Math.Cos(Math.PI * x)) + (0.08 * Math.Cos(2 * Math.PI * x));

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
