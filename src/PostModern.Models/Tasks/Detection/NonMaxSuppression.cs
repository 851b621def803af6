namespace PostModern.Models.Tasks.Detection;

/// <summary>Keeps one box a thing: the surest, then whatever does not lie on a kept one.</summary>
internal static class NonMaxSuppression
{
    // Boxes of one class rarely lie on each other; two classes do when one thing carries or looks like another.
    private const float SameClass = 0.5f;
    private const float OtherClass = 0.7f;

    /// <param name="candidates">In any order; sorted in place.</param>
    /// <param name="limit">At most that many are kept.</param>
    /// <returns>Surest first. Lower candidates never change which higher ones are kept.</returns>
    internal static IReadOnlyList<DetectedObject> Keep(List<DetectedObject> candidates, int limit)
    {
        candidates.Sort((a, b) => b.Score.CompareTo(a.Score));
        var kept = new List<DetectedObject>();
        foreach (var candidate in candidates)
        {
            if (kept.Count == limit)
            {
                break;
            }

            if (!kept.Exists(k => k.Box.Overlap(candidate.Box) > (k.Label == candidate.Label ? SameClass : OtherClass)))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }
}
