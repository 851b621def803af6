using PostModern.Models.Json;
using PostModern.Models.Tasks.Classification;

namespace PostModern.Models.Transformers;

/// <summary>Turns a network's outputs into scores of its classes.</summary>
/// <param name="labels">In the order of the outputs.</param>
/// <param name="isMultiple">Whether several classes may be right at once; then their scores don't add up to 1.</param>
internal sealed class ClassScores(string[] labels, bool isMultiple)
{
    internal static ClassScores Read(TransformerFiles files) =>
        new(files.Labels(), files.Config.OptionalText("problem_type") == "multi_label_classification");

    /// <returns>The best first.</returns>
    internal IReadOnlyList<ScoredLabel> Rank(float[] logits) => isMultiple
        ? [.. labels.Zip(logits, (label, logit) => new ScoredLabel(label, 1 / (1 + Math.Exp(-logit)))).OrderByDescending(scored => scored.Score)]
        : Ranking.Rank(labels, [.. logits.Take(labels.Length).Select(logit => (double)logit)]);
}
