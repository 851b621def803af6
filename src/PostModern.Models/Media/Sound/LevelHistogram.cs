namespace PostModern.Models.Media.Sound;

/// <summary>How often each level occurs.</summary>
internal sealed class LevelHistogram
{
    private readonly int[] _counts = new int[LoudnessTrack.FullScale + 1];
    private int _total;

    public void Add(byte level)
    {
        _counts[level]++;
        _total++;
    }

    public void Remove(byte level)
    {
        _counts[level]--;
        _total--;
    }

    /// <summary>The level that <paramref name="percent"/> of all don't exceed.</summary>
    public int Percentile(int percent)
    {
        var wanted = (long)_total * percent / 100;
        var seen = 0L;
        for (var level = 0; level < _counts.Length; level++)
        {
            seen += _counts[level];
            if (seen > wanted)
            {
                return level;
            }
        }

        return LoudnessTrack.FullScale;
    }
}
