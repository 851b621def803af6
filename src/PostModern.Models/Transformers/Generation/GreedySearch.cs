using System.Numerics.Tensors;

namespace PostModern.Models.Transformers.Generation;

/// <summary>Takes the best token each time.</summary>
internal static class GreedySearch
{
    internal static IReadOnlyList<int[]> Run(
        DecoderRun run, int items, IReadOnlyList<int> prompt, GenerationSettings settings, ScoreRule rules, CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, items).Select(_ => new List<int>(prompt)).ToArray();
        var ends = new int?[items];
        long[] next = [.. texts.SelectMany(text => text).Select(token => (long)token)];
        for (var length = prompt.Count; length < settings.MaxLength && ends.Any(end => end is null); length++)
        {
            var scores = run.Append(next, cancellationToken);
            var vocabulary = scores.Length / items;
            next = new long[items];
            for (var item = 0; item < items; item++)
            {
                var row = scores.AsSpan(item * vocabulary, vocabulary);
                rules(texts[item], row);
                var token = TensorPrimitives.IndexOfMax<float>(row);
                texts[item].Add(token);
                next[item] = token;
                if (settings.EndTokens.Contains(token))
                {
                    // The rows of finished texts go on, and nobody reads them: they cost little beside the others.
                    ends[item] ??= texts[item].Count - 1;
                }
            }
        }

        return [.. texts.Select((text, item) => text.GetRange(prompt.Count, (ends[item] ?? text.Count) - prompt.Count).ToArray())];
    }
}
