namespace PostModern.Models.Tasks.Classification;

/// <summary>Turns how well labels fit into scores.</summary>
internal static class Ranking
{
    /// <param name="labels">At least one.</param>
    /// <param name="logits">One a label.</param>
    /// <returns>The best first, equal ones in the order of <paramref name="labels"/>; their scores are the softmax of the logits.</returns>
    internal static IReadOnlyList<ScoredLabel> Rank(IReadOnlyList<string> labels, IReadOnlyList<double> logits)
    {
        var highest = logits.Max();
        var weights = logits.Select(logit => Math.Exp(logit - highest)).ToList();
        var sum = weights.Sum();
        return [.. labels.Zip(weights, (label, weight) => new ScoredLabel(label, weight / sum)).OrderByDescending(scored => scored.Score)];
    }
}
