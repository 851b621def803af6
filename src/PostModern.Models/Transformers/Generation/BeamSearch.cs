using System.Numerics.Tensors;

namespace PostModern.Models.Transformers.Generation;

/// <summary>Follows several texts of each item at once and takes the one that is the most probable as a whole.</summary>
/// <remarks>As Hugging Face's beam search does without sampling or groups.</remarks>
internal sealed class BeamSearch(DecoderRun run, int items, IReadOnlyList<int> prompt, GenerationSettings settings, ScoreRule rules)
{
    // Beams of one item begin alike; all but the first must lose against it at the first step.
    private const float Hopeless = -1e9f;

    private readonly int _beams = settings.Beams;
    private readonly FinishedTexts[] _finished = [.. Enumerable.Range(0, items).Select(_ => new FinishedTexts(settings, prompt.Count))];
    private readonly List<int>[] _texts = [.. Enumerable.Range(0, items * settings.Beams).Select(_ => new List<int>(prompt))];
    private readonly float[] _scores = [.. Enumerable.Range(0, items * settings.Beams).Select(row => row % settings.Beams == 0 ? 0 : Hopeless)];

    internal IReadOnlyList<int[]> Run(CancellationToken cancellationToken)
    {
        long[] next = [.. _texts.SelectMany(text => text).Select(token => (long)token)];
        for (var length = prompt.Count; length < settings.MaxLength && !_finished.All(item => item.IsDone); length++)
        {
            var scores = run.Append(next, cancellationToken);
            var parents = new int[_texts.Length];
            next = new long[_texts.Length];
            for (var item = 0; item < items; item++)
            {
                Advance(item, scores, parents, next);
            }

            run.Reorder(parents);
            Follow(parents, next);
        }

        return [.. Enumerable.Range(0, items).Select(Best)];
    }

    private int[] Best(int item)
    {
        for (var row = item * _beams; !_finished[item].IsDone && row < (item + 1) * _beams; row++)
        {
            _finished[item].Add(_texts[row], _scores[row], _texts[row].Count);
        }

        return _finished[item].Best;
    }

    private void Advance(int item, float[] logits, int[] parents, long[] next)
    {
        var first = item * _beams;
        for (var beam = 0; beam < _beams; beam++)
        {
            parents[first + beam] = first + beam;
        }

        if (_finished[item].IsDone)
        {
            return;
        }

        var candidates = Candidates(first, logits);
        var length = _texts[first].Count + 1;
        var open = 0;
        var scores = new float[_beams];
        for (var rank = 0; rank < candidates.Count && open < _beams; rank++)
        {
            var (score, row, token) = candidates[rank];
            if (!settings.EndTokens.Contains(token))
            {
                (scores[open], parents[first + open], next[first + open]) = (score, row, token);
                open++;
            }
            else if (rank < _beams)
            {
                _finished[item].Add(_texts[row], score, length);
            }
        }

        scores.CopyTo(_scores, first);
        _finished[item].Check(candidates[0].Score, length);
    }

    /// <summary>The best continuations of an item's texts: enough that all beams go on even if each of them may end.</summary>
    private List<(float Score, int Row, int Token)> Candidates(int first, float[] logits)
    {
        var vocabulary = logits.Length / _texts.Length;
        var wanted = Math.Max(2, 1 + settings.EndTokens.Count) * _beams;
        var best = new PriorityQueue<(float Score, int Row, int Token), float>(wanted + 1);
        for (var row = first; row < first + _beams; row++)
        {
            var scores = logits.AsSpan(row * vocabulary, vocabulary);
            LogSoftmax(scores);
            rules(_texts[row], scores);
            for (var token = 0; token < vocabulary; token++)
            {
                var score = scores[token] + _scores[row];
                if (best.Count < wanted)
                {
                    best.Enqueue((score, row, token), score);
                }
                else if (score > best.Peek().Score)
                {
                    best.EnqueueDequeue((score, row, token), score);
                }
            }
        }

        return [.. best.UnorderedItems.Select(entry => entry.Element).OrderByDescending(c => c.Score).ThenBy(c => c.Row).ThenBy(c => c.Token)];
    }

    private void Follow(int[] parents, long[] next)
    {
        var texts = parents.Select((parent, row) => new List<int>(_texts[parent]) { (int)next[row] }).ToArray();
        texts.CopyTo(_texts, 0);
    }

    private static void LogSoftmax(Span<float> scores)
    {
        var max = TensorPrimitives.Max<float>(scores);
        var sum = 0d;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - max);
        }

        TensorPrimitives.Subtract(scores, max + (float)Math.Log(sum), scores);
    }
}
