using PostModern.Models.Loading;
using PostModern.Models.Tasks.Classification;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>Texts to the classes that a network was trained for.</summary>
internal sealed class TextClassifier(TextNetwork network, ClassScores scores)
{
    internal const string Family = "hf-text-classification";

    internal static TextClassifier Of(ModelParts parts) => parts.Share(() =>
        new TextClassifier(TextNetwork.Of(parts, "model"), ClassScores.Read(new TransformerFiles(parts.Model))));

    internal TokenRow Tokenize(string text) => network.Tokenize(text);

    /// <summary>For each text all classes, the best first.</summary>
    internal IReadOnlyList<ScoredLabel>[] Classify(IReadOnlyList<TokenRow> texts, CancellationToken cancellationToken) =>
        network.Run(texts, "logits", (logits, _, _) => scores.Rank(logits), cancellationToken);
}
