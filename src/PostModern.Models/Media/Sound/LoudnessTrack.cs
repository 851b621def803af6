using System.Runtime.InteropServices;

namespace PostModern.Models.Media.Sound;

/// <summary>How loud a recording is, every 20 ms: one byte for each, so that ten hours take 2 MB.</summary>
internal sealed class LoudnessTrack
{
    /// <summary>Steps a second.</summary>
    public const int Rate = 50;

    /// <summary>Levels are counted in halves of a decibel from −100 dB below full scale.</summary>
    public const int LevelsPerDecibel = 2;

    /// <summary>The level of full scale.</summary>
    public const int FullScale = 100 * LevelsPerDecibel;

    private readonly List<byte> _levels = [];
    private readonly int _samples;
    private double _energy;
    private int _count;
    private byte? _half;

    /// <param name="sampleRate">Of what is added.</param>
    public LoudnessTrack(int sampleRate) => _samples = sampleRate / Rate;

    /// <summary>From the beginning to the end.</summary>
    public ReadOnlySpan<byte> Levels => CollectionsMarshal.AsSpan(_levels);

    /// <summary>Reads samples of 16 bits, little end first.</summary>
    public async Task ReadAsync(Stream sound, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await sound.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Add(buffer.AsSpan(0, read));
        }

        Finish();
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_half is { } low)
        {
            AddSample((short)(low | (bytes[0] << 8)));
            bytes = bytes[1..];
        }

        _half = bytes.Length % 2 == 1 ? bytes[^1] : null;
        foreach (var sample in MemoryMarshal.Cast<byte, short>(bytes))
        {
            AddSample(sample);
        }
    }

    private void AddSample(short sample)
    {
        _energy += (double)sample * sample;
        if (++_count == _samples)
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (_count > 0)
        {
            var decibels = 10 * Math.Log10(Math.Max(_energy / _count, 1e-9) / (32768.0 * 32768.0));
            _levels.Add((byte)Math.Clamp(FullScale + (decibels * LevelsPerDecibel), 0, FullScale));
        }

        (_energy, _count) = (0, 0);
    }
}
