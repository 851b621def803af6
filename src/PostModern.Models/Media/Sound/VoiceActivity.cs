namespace PostModern.Models.Media.Sound;

/// <summary>Tells stretches with something to hear from silence, by loudness alone: it would rather keep noise than lose a word.</summary>
/// <remarks>
/// Silence is what is near the floor of its surroundings (the level that a tenth of the minute around it stays below), and also far below the recording's
/// loud passages. A steady tone or a noise that never stops is no silence.
/// </remarks>
internal static class VoiceActivity
{
    private const int Step = LoudnessTrack.Rate;
    private const int Reach = 30 * LoudnessTrack.Rate;
    private const int AboveFloor = 10 * LoudnessTrack.LevelsPerDecibel;
    private const int BelowLoud = 20 * LoudnessTrack.LevelsPerDecibel;

    /// <summary>Below −60 dB nobody speaks.</summary>
    private const int AlwaysSilent = LoudnessTrack.FullScale - (60 * LoudnessTrack.LevelsPerDecibel);

    /// <summary>Kept on both sides of a sound: words begin and end softly.</summary>
    private const int Margin = LoudnessTrack.Rate / 5;

    /// <summary>Whether there is something to hear in each step.</summary>
    public static bool[] Find(ReadOnlySpan<byte> levels)
    {
        var active = new bool[levels.Length];
        var loud = new LevelHistogram();
        foreach (var level in levels)
        {
            loud.Add(level);
        }

        var most = loud.Percentile(95) - BelowLoud;
        var around = new LevelHistogram();
        var (from, to) = (0, 0);
        for (var start = 0; start < levels.Length; start += Step)
        {
            Move(around, levels, ref from, ref to, start);
            var threshold = Math.Max(AlwaysSilent, Math.Min(around.Percentile(10) + AboveFloor, most));
            for (var i = start; i < Math.Min(start + Step, levels.Length); i++)
            {
                if (levels[i] > threshold)
                {
                    active.AsSpan(Math.Max(0, i - Margin)..Math.Min(levels.Length, i + Margin + 1)).Fill(true);
                }
            }
        }

        return active;
    }

    private static void Move(LevelHistogram around, ReadOnlySpan<byte> levels, ref int from, ref int to, int center)
    {
        while (to < Math.Min(levels.Length, center + Reach))
        {
            around.Add(levels[to++]);
        }

        while (from < center - Reach)
        {
            around.Remove(levels[from++]);
        }
    }
}
