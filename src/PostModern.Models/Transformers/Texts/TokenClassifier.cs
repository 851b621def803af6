using System.Numerics.Tensors;
using PostModern.Models.Loading;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>Names and the like in texts, by a network that labels each token.</summary>
internal sealed class TokenClassifier(TextNetwork network, string[] labels)
{
    internal const string Family = "hf-token-classification";

    // What belongs to nothing that is looked for.
    private const string Outside = "O";

    internal static TokenClassifier Of(ModelParts parts) => parts.Share(() =>
        new TokenClassifier(TextNetwork.Of(parts, "model"), new TransformerFiles(parts.Model).Labels()));

    /// <summary>For each text the label of each token, without the special ones.</summary>
    internal string[][] Label(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        TokenRow[] rows = [.. texts.Select(network.Tokenize)];
        var all = network.Run(rows, "logits", LabelsOf, cancellationToken);
        return [.. all.Zip(rows, (found, row) => found.Where((_, i) => !row.IsSpecial[i]).ToArray())];
    }

    /// <summary>For each text the parts that were found, their tokens joined: B-THING begins one, I-THING goes on.</summary>
    internal (string Label, string Text)[][] Find(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        TokenRow[] rows = [.. texts.Select(network.Tokenize)];
        var all = network.Run(rows, "logits", LabelsOf, cancellationToken);
        return [.. all.Zip(rows, (found, row) => Parts(found, row).ToArray())];
    }

    private string[] LabelsOf(float[] logits, int count, int width) =>
        [.. Enumerable.Range(0, count).Select(token => labels[TensorPrimitives.IndexOfMax(logits.AsSpan(token * width, width))])];

    private IEnumerable<(string Label, string Text)> Parts(string[] found, TokenRow row)
    {
        var (open, ids) = (Outside, new List<int>());
        for (var i = 0; i <= found.Length; i++)
        {
            var label = i == found.Length || row.IsSpecial[i] ? Outside : found[i];
            var name = label is ['B' or 'I', '-', ..] ? label[2..] : label;
            if (name != open || label.StartsWith("B-", StringComparison.Ordinal))
            {
                if (open != Outside)
                {
                    yield return (open, network.Tokenizer.Decode(ids).Trim());
                }

                (open, ids) = (name, []);
            }

            if (i < found.Length)
            {
                ids.Add(row.Ids[i]);
            }
        }
    }
}
