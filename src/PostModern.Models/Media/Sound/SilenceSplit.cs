using PostModern.Lake.Parts;

namespace PostModern.Models.Media.Sound;

/// <summary>Cuts a recording into stretches of at most a length, in pauses; long silence belongs to none.</summary>
internal static class SilenceSplit
{
    /// <summary>Two seconds: shorter pauses belong to what is said.</summary>
    private const int LongSilence = 2 * LoudnessTrack.Rate;

    /// <summary>A fifth of a second on both sides: one quiet step between two syllables is no pause.</summary>
    private const int PauseReach = LoudnessTrack.Rate / 5;

    /// <param name="levels">The whole recording.</param>
    /// <param name="length">The longest stretch.</param>
    public static IReadOnlyList<TimeStep> Cut(ReadOnlySpan<byte> levels, TimeSpan length)
    {
        var most = Math.Max(1, (int)Math.Min(length.TotalSeconds * LoudnessTrack.Rate, int.MaxValue / 2));
        var chunks = new List<TimeStep>();
        foreach (var (start, end) in Heard(VoiceActivity.Find(levels)))
        {
            var from = start;
            while (end - from > most)
            {
                var cut = QuietestPause(levels, from + Math.Max(1, most / 2), from + most);
                chunks.Add(Step(from, cut));
                from = cut;
            }

            chunks.Add(Step(from, end));
        }

        return chunks;
    }

    /// <summary>What lies between long silences.</summary>
    private static List<(int Start, int End)> Heard(bool[] active)
    {
        var stretches = new List<(int Start, int End)>();
        for (var i = 0; i < active.Length; i++)
        {
            if (!active[i])
            {
                continue;
            }

            if (stretches.Count > 0 && i - stretches[^1].End < LongSilence)
            {
                stretches[^1] = (stretches[^1].Start, i + 1);
            }
            else
            {
                stretches.Add((i, i + 1));
            }
        }

        return stretches;
    }

    /// <summary>The middle of the quietest moment; of equal ones the latest, which makes the fewest stretches.</summary>
    private static int QuietestPause(ReadOnlySpan<byte> levels, int first, int last)
    {
        var (best, lowest) = (last, int.MaxValue);
        for (var at = first; at <= last; at++)
        {
            var around = levels[Math.Max(0, at - PauseReach)..Math.Min(levels.Length, at + PauseReach)];
            var sum = 0;
            foreach (var level in around)
            {
                sum += level;
            }

            if (sum <= lowest)
            {
                (best, lowest) = (at, sum);
            }
        }

        return best;
    }

    private static TimeStep Step(int start, int end) => new(Time(start), Time(end));

    private static TimeSpan Time(int step) => TimeSpan.FromMilliseconds(step * (1000L / LoudnessTrack.Rate));
}
