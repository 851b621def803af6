using System.Text;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Embedding;

/// <summary><c>embed(text)</c>.</summary>
internal sealed class EmbedTextTask(TextEmbedder embedder) : InferenceTask<int[]>
{
    // Texts of a batch are padded to its longest: beyond this the padding costs more than the batch saves.
    private const int MostPaddedPieces = 2048;

    internal override int BatchSize => 32;

    internal override int[] Prepare(in TaskInput input) => embedder.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<int[]> items, CancellationToken cancellationToken)
    {
        var answers = new byte[items.Count][];
        foreach (var group in GroupByLength(items))
        {
            var vectors = embedder.Embed([.. group.Select(i => items[i])], cancellationToken);
            for (var i = 0; i < vectors.Length; i++)
            {
                answers[group[i]] = VectorResult.Encode(vectors[i]);
            }
        }

        return answers;
    }

    /// <summary>Texts of similar length together, as long as the padded rectangle stays small.</summary>
    private static IEnumerable<List<int>> GroupByLength(IReadOnlyList<int[]> items)
    {
        var group = new List<int>();
        foreach (var i in Enumerable.Range(0, items.Count).OrderBy(i => items[i].Length))
        {
            if (group.Count > 0 && (group.Count + 1) * items[i].Length > MostPaddedPieces)
            {
                yield return group;
                group = [];
            }

            group.Add(i);
        }

        yield return group;
    }
}
